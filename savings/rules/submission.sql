-- Submitting, rejecting and withdrawing an entry, and the list of what waits.

GRANT SELECT, INSERT ON savings_submission, savings_refusal TO :"role";
GRANT SELECT ON savings_waiting TO :"role";
SELECT valby_make_append_only('submission', 'refusal');
-- How many entries wait stands beside a cached page and not in it: the revision moves, and no programme's stamp.
SELECT valby_make_move_stamps('submission', 'SELECT p.id FROM savings_programme p WHERE false'),
       valby_make_move_stamps('refusal', 'SELECT p.id FROM savings_programme p WHERE false');

CREATE FUNCTION valby_refuse_decided(entry bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM savings_approval WHERE entry_id = entry)
       OR EXISTS (SELECT 1 FROM savings_refusal WHERE entry_id = entry) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB008', MESSAGE = format('entry %s is already decided', entry);
    END IF;
END $$;

CREATE FUNCTION valby_require_submission(entry bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM savings_submission WHERE entry_id = entry) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB011', MESSAGE = format('entry %s is not submitted', entry);
    END IF;
END $$;

-- What would be refused for its date at the approval is refused to its recorder already.
CREATE FUNCTION valby_check_submission() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE owner savings_entry;
BEGIN
    SELECT * INTO owner FROM savings_entry WHERE id = NEW.entry_id FOR UPDATE;
    PERFORM valby_refuse_decided(owner.id);
    IF NEW.by_id <> owner.recorded_by_id THEN
        RAISE EXCEPTION USING ERRCODE = 'VB009', MESSAGE = 'only its recorder can submit an entry';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM savings_posting WHERE entry_id = owner.id)
       -- A correction of levels takes them back without a line of its own.
       AND NOT EXISTS (SELECT 1 FROM savings_statedlevel WHERE entry_id IN (owner.id, owner.corrects_id))
       AND NOT EXISTS (SELECT 1 FROM savings_statement WHERE entry_id = owner.id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB010', MESSAGE = format('entry %s has no lines', owner.id);
    END IF;
    PERFORM valby_check_books_open(owner);
    PERFORM valby_check_division(owner);
    RETURN NEW;
END $$;
CREATE TRIGGER submission_is_allowed BEFORE INSERT ON savings_submission FOR EACH ROW EXECUTE FUNCTION valby_check_submission();

CREATE FUNCTION valby_check_refusal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE owner savings_entry;
BEGIN
    SELECT * INTO owner FROM savings_entry WHERE id = NEW.entry_id FOR UPDATE;
    PERFORM valby_refuse_decided(owner.id);
    IF (NEW.outcome = 'withdrawn') <> (NEW.by_id = owner.recorded_by_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB009', MESSAGE = 'its recorder withdraws an entry; somebody else rejects it';
    END IF;
    IF NEW.outcome = 'rejected' THEN
        PERFORM valby_require_role(NEW.by_id, 'controller');
        PERFORM valby_require_submission(owner.id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refusal_is_allowed BEFORE INSERT ON savings_refusal FOR EACH ROW EXECUTE FUNCTION valby_check_refusal();

-- The list of what waits: on it by submission, off it by approval or refusal.
CREATE FUNCTION valby_keep_waiting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'savings_submission' THEN
        INSERT INTO savings_waiting (entry_id, programme_id) SELECT id, programme_id FROM savings_entry WHERE id = NEW.entry_id;
    ELSE
        DELETE FROM savings_waiting WHERE entry_id = NEW.entry_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER submission_begins_the_wait AFTER INSERT ON savings_submission FOR EACH ROW EXECUTE FUNCTION valby_keep_waiting();
CREATE TRIGGER refusal_ends_the_wait AFTER INSERT ON savings_refusal FOR EACH ROW EXECUTE FUNCTION valby_keep_waiting();
CREATE TRIGGER approval_ends_the_wait AFTER INSERT ON savings_approval FOR EACH ROW EXECUTE FUNCTION valby_keep_waiting();

CREATE FUNCTION valby_trail_handling() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE added jsonb := to_jsonb(NEW); owner savings_entry;
BEGIN
    SELECT * INTO owner FROM savings_entry WHERE id = NEW.entry_id;
    PERFORM valby_add_trail(CASE TG_TABLE_NAME WHEN 'savings_submission' THEN 'submitted' ELSE added->>'outcome' END,
        'entry', owner.id, owner.text, owner.programme_id, NULL, NULL, NEW.by_id, NEW.at, COALESCE(added->>'reason', ''));
    RETURN NULL;
END $$;
CREATE TRIGGER zy_submission_leaves_a_trail AFTER INSERT ON savings_submission FOR EACH ROW
    EXECUTE FUNCTION valby_trail_handling();
CREATE TRIGGER zy_refusal_leaves_a_trail AFTER INSERT ON savings_refusal FOR EACH ROW EXECUTE FUNCTION valby_trail_handling();
