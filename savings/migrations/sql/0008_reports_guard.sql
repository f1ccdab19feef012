-- Published reports and observations: four eyes, frozen sums, nothing changed afterwards. See 0002_guard.sql for the rest.

-- ---------------------------------------------------------------------------------------------------------------
-- A report goes out by somebody other than its composer. The database itself takes the link and the sums: nobody can
-- publish figures that the ledger does not have.
-- ---------------------------------------------------------------------------------------------------------------
CREATE FUNCTION valby_publish() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE told savings_report; head savings_ledgerhead;
BEGIN
    SELECT * INTO told FROM savings_report WHERE id = NEW.report_id;
    IF told.composed_by_id = NEW.by_id THEN
        RAISE EXCEPTION USING ERRCODE = 'VB024', MESSAGE = 'a report is published by somebody other than its composer';
    END IF;
    SELECT * INTO head FROM savings_ledgerhead WHERE id = 1 FOR UPDATE;
    NEW.position := head.position;
    NEW.hash := head.hash;
    NEW.sums := COALESCE((
        SELECT jsonb_agg(jsonb_build_array(kind, unit_id, initiative_id, year, price_level, earliest_year, evidenced, amount::text)
                         ORDER BY kind, unit_id, initiative_id, year, price_level, earliest_year, evidenced)
        FROM (
            SELECT p.kind, p.unit_id, p.initiative_id, p.year, p.price_level, p.earliest_year,
                   p.kind = 'realised' AND EXISTS (SELECT 1 FROM savings_evidence v
                                                   WHERE v.entry_id = COALESCE(p.takes_back_id, p.entry_id)) AS evidenced,
                   SUM(p.amount) AS amount
            FROM savings_posting p
            JOIN savings_entry e ON e.id = p.entry_id
            JOIN savings_approval a ON a.entry_id = e.id
            WHERE e.programme_id = told.programme_id AND e.booked_on <= told.as_of AND a.position <= head.position
            GROUP BY 1, 2, 3, 4, 5, 6, 7
            HAVING SUM(p.amount) <> 0
        ) sums), '[]'::jsonb);
    RETURN NEW;
END $$;
CREATE TRIGGER publication_is_by_another BEFORE INSERT ON savings_publication FOR EACH ROW EXECUTE FUNCTION valby_publish();

-- ---------------------------------------------------------------------------------------------------------------
-- An observation is confirmed by somebody other than whoever recorded it.
-- ---------------------------------------------------------------------------------------------------------------
CREATE FUNCTION valby_check_confirmation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM savings_observation o WHERE o.id = NEW.observation_id AND o.recorded_by_id = NEW.by_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB018', MESSAGE = 'an observation is confirmed by somebody other than its recorder';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER confirmation_is_by_another BEFORE INSERT ON savings_confirmation FOR EACH ROW EXECUTE FUNCTION valby_check_confirmation();

-- ---------------------------------------------------------------------------------------------------------------
-- The trail.
-- ---------------------------------------------------------------------------------------------------------------
CREATE FUNCTION valby_trail_beside() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE told jsonb := to_jsonb(NEW); subject text; number bigint; label text; programme bigint;
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
                          - 'report_id' - 'indicator_id' - 'observation_id'),
        COALESCE(told->>'by_id', told->>'composed_by_id', told->>'recorded_by_id')::bigint,
        COALESCE(told->>'at', told->>'composed_at', told->>'recorded_at')::timestamptz, '');
    RETURN NULL;
END $$;
CREATE TRIGGER zy_report_leaves_a_trail AFTER INSERT ON savings_report FOR EACH ROW EXECUTE FUNCTION valby_trail_beside('report', 'recorded');
CREATE TRIGGER zy_publication_leaves_a_trail AFTER INSERT ON savings_publication FOR EACH ROW EXECUTE FUNCTION valby_trail_beside('report', 'published');
CREATE TRIGGER zy_observation_leaves_a_trail AFTER INSERT ON savings_observation FOR EACH ROW EXECUTE FUNCTION valby_trail_beside('indicator', 'observed');
CREATE TRIGGER zy_confirmation_leaves_a_trail AFTER INSERT ON savings_confirmation FOR EACH ROW EXECUTE FUNCTION valby_trail_beside('indicator', 'approved');
CREATE TRIGGER zy_indicator_leaves_a_trail AFTER INSERT OR UPDATE OR DELETE ON savings_indicator FOR EACH ROW EXECUTE FUNCTION valby_trail_change('indicator');

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['report', 'publication', 'observation', 'confirmation'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW
                        EXECUTE FUNCTION valby_refuse_change()', t || '_is_append_only', 'savings_' || t);
    END LOOP;
    FOREACH t IN ARRAY ARRAY['report', 'publication', 'indicator', 'observation', 'confirmation'] LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT
                        EXECUTE FUNCTION valby_bump_revision()', 'zz_' || t || '_moves_the_revision', 'savings_' || t);
    END LOOP;
END $$;
