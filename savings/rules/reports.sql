-- Reports: published by somebody other than the composer, with sums that the database takes itself, and then unchanged.

GRANT SELECT, INSERT ON savings_report, savings_publication, savings_reportprogramme, savings_acknowledgement,
    savings_reportrefusal, savings_paper TO :"role";
GRANT SELECT, INSERT, UPDATE, DELETE ON savings_reportdraft TO :"role";
SELECT valby_make_append_only('report', 'publication', 'reportprogramme', 'acknowledgement', 'reportrefusal', 'paper');
-- The programmes of a report: the one it is on, and those it tells of beside.
CREATE FUNCTION valby_find_programmes_of_report(report bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT programme_id FROM savings_report WHERE id = report
    UNION SELECT programme_id FROM savings_reportprogramme WHERE report_id = report
$$;
SELECT valby_make_move_stamps('report', 'SELECT programme_id FROM moved'),
       valby_make_move_stamps('reportprogramme', 'SELECT programme_id FROM moved'),
       valby_make_move_stamps('publication', 'SELECT valby_find_programmes_of_report(report_id) FROM moved'),
       valby_make_move_stamps('acknowledgement', 'SELECT valby_find_programmes_of_report(report_id) FROM moved'),
       valby_make_move_stamps('reportrefusal', 'SELECT valby_find_programmes_of_report(report_id) FROM moved'),
       valby_make_move_stamps('paper', 'SELECT r.programme_id FROM moved JOIN savings_publication p ON p.report_id = moved.publication_id JOIN savings_report r ON r.id = p.report_id');

-- What was refused is not published, and a published report is superseded once, by a report on the same programme.
CREATE FUNCTION valby_check_version(report savings_report) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM savings_reportrefusal WHERE report_id = report.id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB025', MESSAGE = 'the report was sent back or taken back';
    END IF;
    IF report.supersedes_id IS NULL THEN
        RETURN;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM savings_report r JOIN savings_publication p ON p.report_id = r.id
                   WHERE r.id = report.supersedes_id AND r.programme_id = report.programme_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB006', MESSAGE = 'a version supersedes a published report on the same programme';
    END IF;
    IF EXISTS (SELECT 1 FROM savings_report r JOIN savings_publication p ON p.report_id = r.id
               WHERE r.supersedes_id = report.supersedes_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB026', MESSAGE = 'another version has superseded that report already';
    END IF;
END $$;

-- The database takes the link and the sums itself: nobody can publish figures that the ledger does not have.
CREATE FUNCTION valby_publish() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE report savings_report; head savings_ledgerhead;
BEGIN
    SELECT * INTO report FROM savings_report WHERE id = NEW.report_id;
    IF report.composed_by_id = NEW.by_id THEN
        RAISE EXCEPTION USING ERRCODE = 'VB024', MESSAGE = 'a report is published by somebody other than its composer';
    END IF;
    SELECT * INTO head FROM savings_ledgerhead WHERE id = 1 FOR UPDATE;
    PERFORM valby_check_version(report);
    NEW.position := head.position;
    NEW.hash := head.hash;
    NEW.sums := COALESCE((
        SELECT jsonb_agg(jsonb_build_array(kind, unit_id, initiative_id, year, price_level, earliest_year, evidenced,
                                            amount::text, lines)
                         ORDER BY kind, unit_id, initiative_id, year, price_level, earliest_year, evidenced)
        FROM (
            SELECT p.kind, p.unit_id, p.initiative_id, p.year, p.price_level, p.earliest_year, p.evidenced,
                   SUM(p.amount) AS amount, SUM(p.lines) AS lines
            FROM savings_posting p
            JOIN savings_entry e ON e.id = p.entry_id
            JOIN savings_approval a ON a.entry_id = e.id
            WHERE e.programme_id = report.programme_id AND p.booked_on <= report.as_of AND a.position <= head.position
            GROUP BY 1, 2, 3, 4, 5, 6, 7
            HAVING SUM(p.amount) <> 0 OR SUM(p.lines) <> 0
        ) sums), '[]'::jsonb);
    RETURN NEW;
END $$;
CREATE TRIGGER publication_is_by_another BEFORE INSERT ON savings_publication FOR EACH ROW EXECUTE FUNCTION valby_publish();

-- A published report is neither refused nor are its findings acknowledged any more.
CREATE FUNCTION valby_refuse_published() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM savings_ledgerhead WHERE id = 1 FOR UPDATE;
    IF EXISTS (SELECT 1 FROM savings_publication WHERE report_id = NEW.report_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB027', MESSAGE = 'the report is published';
    END IF;
    IF NEW.by_id <> (SELECT composed_by_id FROM savings_report WHERE id = NEW.report_id) THEN
        PERFORM valby_require_role(NEW.by_id, 'controller');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refusal_of_a_proposal BEFORE INSERT ON savings_reportrefusal FOR EACH ROW
    EXECUTE FUNCTION valby_refuse_published();
CREATE TRIGGER acknowledgement_of_a_proposal BEFORE INSERT ON savings_acknowledgement FOR EACH ROW
    EXECUTE FUNCTION valby_refuse_published();

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

-- Texts, sums and files stand in their own rows and not once more in the trail.
CREATE FUNCTION valby_trail_report() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE added jsonb := to_jsonb(NEW); report savings_report;
BEGIN
    SELECT * INTO report FROM savings_report WHERE id = COALESCE(added->>'report_id', added->>'id')::bigint;
    PERFORM valby_add_trail_of_row(TG_ARGV[0], 'report', report.id, report.title, report.programme_id,
        added - '{content,facts,pdf,sums,report_id,key}'::text[]);
    RETURN NULL;
END $$;

-- A draft is nobody's to see go: whose it was and what it was called stays in the trail of its programme.
CREATE FUNCTION valby_trail_discarded_draft() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM valby_add_trail('discarded', 'programme', OLD.programme_id, OLD.typed #>> '{head,title}', OLD.programme_id,
        jsonb_build_object('begun_by_id', OLD.begun_by_id, 'begun_at', OLD.begun_at, 'changed_by_id', OLD.changed_by_id,
                           'changed_at', OLD.changed_at, 'parts', jsonb_array_length(COALESCE(OLD.typed->'parts', '[]'::jsonb))),
        NULL, NULL, NULL, NULL);
    RETURN NULL;
END $$;
CREATE TRIGGER zy_discarding_leaves_a_trail AFTER DELETE ON savings_reportdraft FOR EACH ROW
    EXECUTE FUNCTION valby_trail_discarded_draft();

CREATE TRIGGER zy_report_leaves_a_trail AFTER INSERT ON savings_report FOR EACH ROW
    EXECUTE FUNCTION valby_trail_report('recorded');
CREATE TRIGGER zy_publication_leaves_a_trail AFTER INSERT ON savings_publication FOR EACH ROW
    EXECUTE FUNCTION valby_trail_report('published');
CREATE TRIGGER zy_acknowledgement_leaves_a_trail AFTER INSERT ON savings_acknowledgement FOR EACH ROW
    EXECUTE FUNCTION valby_trail_report('acknowledged');
CREATE TRIGGER zy_refusal_leaves_a_trail AFTER INSERT ON savings_reportrefusal FOR EACH ROW
    EXECUTE FUNCTION valby_trail_report('rejected');
