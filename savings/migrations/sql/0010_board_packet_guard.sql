-- Reports with a text of their own: what is proposed, acknowledged and frozen stands. See 0002_guard.sql for the rest.

-- ---------------------------------------------------------------------------------------------------------------
-- What was refused is not published, and a published report is superseded once, by a report on the same programme.
-- The function that freezes sums (0008) goes first by name; this one only refuses.
-- ---------------------------------------------------------------------------------------------------------------
CREATE FUNCTION valby_check_version() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE told savings_report; old savings_report;
BEGIN
    SELECT * INTO told FROM savings_report WHERE id = NEW.report_id;
    IF EXISTS (SELECT 1 FROM savings_reportrefusal WHERE report_id = told.id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB025', MESSAGE = 'the report was sent back or taken back';
    END IF;
    IF told.supersedes_id IS NOT NULL THEN
        SELECT r.* INTO old FROM savings_report r JOIN savings_publication p ON p.report_id = r.id WHERE r.id = told.supersedes_id;
        IF old.id IS NULL OR old.programme_id <> told.programme_id THEN
            RAISE EXCEPTION USING ERRCODE = 'VB006', MESSAGE = 'a version supersedes a published report on the same programme';
        END IF;
        IF EXISTS (SELECT 1 FROM savings_report r JOIN savings_publication p ON p.report_id = r.id
                   WHERE r.supersedes_id = told.supersedes_id) THEN
            RAISE EXCEPTION USING ERRCODE = 'VB026', MESSAGE = 'another version has superseded that report already';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER publication_of_a_version BEFORE INSERT ON savings_publication FOR EACH ROW EXECUTE FUNCTION valby_check_version();

-- A refusal of what is out would say what is not so.
CREATE FUNCTION valby_check_report_refusal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM savings_ledgerhead WHERE id = 1 FOR UPDATE;
    IF EXISTS (SELECT 1 FROM savings_publication WHERE report_id = NEW.report_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB027', MESSAGE = 'the report is published';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refusal_of_a_proposal BEFORE INSERT ON savings_reportrefusal FOR EACH ROW EXECUTE FUNCTION valby_check_report_refusal();

-- A finding is acknowledged by whoever writes the report or lets it out, and not after it is out.
CREATE TRIGGER acknowledgement_of_a_proposal BEFORE INSERT ON savings_acknowledgement
FOR EACH ROW EXECUTE FUNCTION valby_check_report_refusal();

-- The paper's digest is its own.
CREATE FUNCTION valby_check_paper() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF encode(sha256(NEW.pdf), 'hex') <> NEW.sha256 THEN
        RAISE EXCEPTION USING ERRCODE = 'VB028', MESSAGE = 'the digest is not that of the file';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER paper_is_whole BEFORE INSERT ON savings_paper FOR EACH ROW EXECUTE FUNCTION valby_check_paper();

-- ---------------------------------------------------------------------------------------------------------------
-- The trail: texts and files stand in their own rows and not once more in the trail.
-- ---------------------------------------------------------------------------------------------------------------
CREATE OR REPLACE FUNCTION valby_trail_beside() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE told jsonb := to_jsonb(NEW) - 'content' - 'facts' - 'pdf'; subject text; number bigint; label text; programme bigint;
BEGIN
    IF TG_ARGV[0] = 'report' THEN
        number := COALESCE(told->>'report_id', told->>'id')::bigint;
        SELECT title, programme_id INTO label, programme FROM savings_report WHERE id = number;
    ELSE
        SELECT i.id, i.name, i.programme_id INTO number, label, programme
        FROM savings_observation o JOIN savings_indicator i ON i.id = o.indicator_id
        WHERE o.id = COALESCE(told->>'observation_id', told->>'id')::bigint;
    END IF;
    PERFORM valby_add_trail(TG_ARGV[1], TG_ARGV[0], number, label, programme, NULL,
        jsonb_strip_nulls(told - 'id' - 'by_id' - 'at' - 'sums' - 'composed_by_id' - 'composed_at' - 'recorded_by_id' - 'recorded_at'
                          - 'report_id' - 'indicator_id' - 'observation_id' - 'key'),
        COALESCE(told->>'by_id', told->>'composed_by_id', told->>'recorded_by_id')::bigint,
        COALESCE(told->>'at', told->>'composed_at', told->>'recorded_at')::timestamptz, COALESCE(told->>'reason', ''));
    RETURN NULL;
END $$;
CREATE TRIGGER zy_acknowledgement_leaves_a_trail AFTER INSERT ON savings_acknowledgement FOR EACH ROW EXECUTE FUNCTION valby_trail_beside('report', 'acknowledged');
CREATE TRIGGER zy_refusal_leaves_a_trail AFTER INSERT ON savings_reportrefusal FOR EACH ROW EXECUTE FUNCTION valby_trail_beside('report', 'rejected');

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['reportprogramme', 'acknowledgement', 'reportrefusal', 'paper'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW
                        EXECUTE FUNCTION valby_refuse_change()', t || '_is_append_only', 'savings_' || t);
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT
                        EXECUTE FUNCTION valby_bump_revision()', 'zz_' || t || '_moves_the_revision', 'savings_' || t);
    END LOOP;
END $$;
