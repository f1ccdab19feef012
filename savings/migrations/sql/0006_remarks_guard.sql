-- Notes and questions at a figure. See 0002_guard.sql for how refusals reach the person at the form.

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['question', 'note', 'noteverdict'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW
                        EXECUTE FUNCTION valby_refuse_change()', t || '_is_append_only', 'savings_' || t);
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT
                        EXECUTE FUNCTION valby_bump_revision()', 'zz_' || t || '_moves_the_revision', 'savings_' || t);
    END LOOP;
END $$;

-- An answer stands where its question does, whoever writes it.
CREATE FUNCTION valby_place_answer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.question_id IS NOT NULL THEN
        SELECT programme_id, unit_id, whole, year, figure INTO NEW.programme_id, NEW.unit_id, NEW.whole, NEW.year, NEW.figure
        FROM savings_question WHERE id = NEW.question_id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_stands_where_its_question_does BEFORE INSERT ON savings_note FOR EACH ROW EXECUTE FUNCTION valby_place_answer();

-- Four eyes: the writer neither approves nor rejects. A note is approved or rejected once, and not after it was withdrawn;
-- only what waits or stands can be withdrawn.
CREATE FUNCTION valby_check_note_verdict() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE writer bigint;
BEGIN
    SELECT by_id INTO writer FROM savings_note WHERE id = NEW.note_id FOR UPDATE;
    IF NEW.outcome <> 'withdrawn' AND NEW.by_id = writer THEN
        RAISE EXCEPTION USING ERRCODE = 'VB022', MESSAGE = 'a note is approved or rejected by somebody other than its writer';
    END IF;
    IF EXISTS (SELECT 1 FROM savings_noteverdict
               WHERE note_id = NEW.note_id AND NOT (NEW.outcome = 'withdrawn' AND outcome = 'approved')) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB023', MESSAGE = format('note %s is already decided', NEW.note_id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER note_verdict_is_by_another BEFORE INSERT ON savings_noteverdict FOR EACH ROW EXECUTE FUNCTION valby_check_note_verdict();

CREATE FUNCTION valby_trail_remark() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE told jsonb := to_jsonb(NEW); owner savings_note;
BEGIN
    IF TG_TABLE_NAME = 'savings_noteverdict' THEN
        SELECT * INTO owner FROM savings_note WHERE id = (told->>'note_id')::bigint;
        PERFORM valby_add_trail(told->>'outcome', 'note', owner.id, owner.text, owner.programme_id, NULL, NULL,
            NEW.by_id, NEW.at, told->>'reason');
    ELSE
        PERFORM valby_add_trail(
            CASE WHEN TG_TABLE_NAME = 'savings_question' THEN 'questioned'
                 WHEN told->>'question_id' IS NOT NULL THEN 'answered' ELSE 'recorded' END,
            CASE TG_TABLE_NAME WHEN 'savings_question' THEN 'question' ELSE 'note' END,
            NEW.id, told->>'text', (told->>'programme_id')::bigint, NULL,
            jsonb_strip_nulls(told - 'id' - 'by_id' - 'at'), NEW.by_id, NEW.at, '');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER zy_question_leaves_a_trail AFTER INSERT ON savings_question FOR EACH ROW EXECUTE FUNCTION valby_trail_remark();
CREATE TRIGGER zy_note_leaves_a_trail AFTER INSERT ON savings_note FOR EACH ROW EXECUTE FUNCTION valby_trail_remark();
CREATE TRIGGER zy_noteverdict_leaves_a_trail AFTER INSERT ON savings_noteverdict FOR EACH ROW EXECUTE FUNCTION valby_trail_remark();
