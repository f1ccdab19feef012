-- Entries and their lines: added once, to an entry that nobody has been shown yet, and to its own programme.

GRANT SELECT, INSERT ON savings_entry, savings_posting, savings_statement, savings_evidence TO :"role";
GRANT SELECT, INSERT, UPDATE, DELETE ON savings_draft TO :"role";
SELECT valby_make_append_only('entry', 'posting', 'statement', 'evidence');

CREATE FUNCTION valby_require_open(entry bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM savings_submission WHERE entry_id = entry)
       OR EXISTS (SELECT 1 FROM savings_refusal WHERE entry_id = entry)
       OR EXISTS (SELECT 1 FROM savings_approval WHERE entry_id = entry) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB005', MESSAGE = format('entry %s is no longer open for lines', entry);
    END IF;
END $$;

CREATE FUNCTION valby_check_line() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE owner savings_entry;
BEGIN
    -- Within the approval's trigger: a line that the database worked out (levels.sql). No client comes here by itself.
    IF pg_trigger_depth() > 1 THEN
        RETURN NEW;
    END IF;
    -- FOR SHARE meets the FOR UPDATE of submission and approval: a line cannot slip in beside them.
    SELECT * INTO owner FROM savings_entry WHERE id = NEW.entry_id FOR SHARE;
    PERFORM valby_require_open(NEW.entry_id);
    IF TG_TABLE_NAME IN ('savings_posting', 'savings_statement') THEN
        IF NEW.initiative_id IS NOT NULL AND owner.programme_id IS DISTINCT FROM
           (SELECT programme_id FROM savings_initiative WHERE id = NEW.initiative_id) THEN
            RAISE EXCEPTION USING ERRCODE = 'VB006', MESSAGE = 'the initiative belongs to another programme';
        END IF;
    END IF;
    IF TG_TABLE_NAME = 'savings_posting' THEN
        IF NEW.takes_back_id IS NOT NULL AND NEW.takes_back_id IS DISTINCT FROM owner.corrects_id THEN
            RAISE EXCEPTION USING ERRCODE = 'VB007', MESSAGE = 'a line can only take back from the entry that is corrected';
        END IF;
        -- What follows from the entry is not for a client to say.
        NEW.booked_on := owner.booked_on;
        NEW.derived := false;
        NEW.lines := CASE WHEN NEW.takes_back_id IS NULL THEN 1 ELSE -1 END;
        NEW.evidenced := NEW.kind = 'realised' AND EXISTS (
            SELECT 1 FROM savings_evidence WHERE entry_id = COALESCE(NEW.takes_back_id, NEW.entry_id));
    END IF;
    -- A line keeps whether it is shown to be true, so what shows it is there before it.
    IF TG_TABLE_NAME = 'savings_evidence' AND EXISTS (
        SELECT 1 FROM savings_posting WHERE entry_id = NEW.entry_id AND takes_back_id IS NULL) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB069', MESSAGE = format('entry %s has lines already', NEW.entry_id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER posting_joins_an_open_entry BEFORE INSERT ON savings_posting FOR EACH ROW EXECUTE FUNCTION valby_check_line();
-- The same of all levels that a statement adds, at once: a file may state a hundred thousand.
CREATE FUNCTION valby_check_levels() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE owner savings_entry;
BEGIN
    FOR owner IN SELECT * FROM savings_entry WHERE id IN (SELECT entry_id FROM added) ORDER BY id FOR SHARE LOOP
        PERFORM valby_require_open(owner.id);
        IF EXISTS (SELECT 1 FROM savings_initiative WHERE programme_id <> owner.programme_id
                   AND id IN (SELECT initiative_id FROM added WHERE entry_id = owner.id)) THEN
            RAISE EXCEPTION USING ERRCODE = 'VB006', MESSAGE = 'the initiative belongs to another programme';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER levels_join_an_open_entry AFTER INSERT ON savings_statedlevel REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION valby_check_levels();
CREATE TRIGGER statement_joins_an_open_entry BEFORE INSERT ON savings_statement FOR EACH ROW EXECUTE FUNCTION valby_check_line();
CREATE TRIGGER evidence_joins_an_open_entry BEFORE INSERT ON savings_evidence FOR EACH ROW EXECUTE FUNCTION valby_check_line();

CREATE FUNCTION valby_trail_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM valby_add_trail_of_row('recorded', 'entry', NEW.id, NEW.text, NEW.programme_id, to_jsonb(NEW) - 'key');
    RETURN NULL;
END $$;
CREATE TRIGGER zy_entry_leaves_a_trail AFTER INSERT ON savings_entry FOR EACH ROW EXECUTE FUNCTION valby_trail_entry();
