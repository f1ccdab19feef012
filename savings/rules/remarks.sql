-- Notes and questions at a figure: four eyes for a note, and an answer that stands where its question does.

GRANT SELECT, INSERT ON savings_question, savings_note, savings_noteverdict TO :"role";
SELECT valby_make_append_only('question', 'note', 'noteverdict');
SELECT valby_make_move_stamps('question', 'SELECT programme_id FROM moved'),
       valby_make_move_stamps('note', 'SELECT programme_id FROM moved'),
       valby_make_move_stamps('noteverdict', 'SELECT n.programme_id FROM moved JOIN savings_note n ON n.id = moved.note_id');

CREATE FUNCTION valby_place_answer() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.question_id IS NOT NULL THEN
        SELECT programme_id, unit_id, whole, year, figure INTO NEW.programme_id, NEW.unit_id, NEW.whole, NEW.year, NEW.figure
        FROM savings_question WHERE id = NEW.question_id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answer_stands_where_its_question_does BEFORE INSERT ON savings_note FOR EACH ROW
    EXECUTE FUNCTION valby_place_answer();

-- A note is approved or rejected once, and not after it was withdrawn; only what waits or stands can be withdrawn.
CREATE FUNCTION valby_check_note_verdict() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE writer bigint;
BEGIN
    SELECT by_id INTO writer FROM savings_note WHERE id = NEW.note_id FOR UPDATE;
    IF NEW.outcome <> 'withdrawn' AND NEW.by_id = writer THEN
        RAISE EXCEPTION USING ERRCODE = 'VB022', MESSAGE = 'a note is approved or rejected by somebody other than its writer';
    END IF;
    IF NEW.outcome <> 'withdrawn' OR NEW.by_id <> writer THEN
        PERFORM valby_require_role(NEW.by_id, 'controller');
    END IF;
    IF EXISTS (SELECT 1 FROM savings_noteverdict
               WHERE note_id = NEW.note_id AND NOT (NEW.outcome = 'withdrawn' AND outcome = 'approved')) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB023', MESSAGE = format('note %s is already decided', NEW.note_id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER note_verdict_is_by_another BEFORE INSERT ON savings_noteverdict FOR EACH ROW
    EXECUTE FUNCTION valby_check_note_verdict();

CREATE FUNCTION valby_trail_question() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM valby_add_trail_of_row('questioned', 'question', NEW.id, NEW.text, NEW.programme_id, to_jsonb(NEW));
    RETURN NULL;
END $$;
CREATE TRIGGER zy_question_leaves_a_trail AFTER INSERT ON savings_question FOR EACH ROW EXECUTE FUNCTION valby_trail_question();

CREATE FUNCTION valby_trail_note() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM valby_add_trail_of_row(CASE WHEN NEW.question_id IS NULL THEN 'recorded' ELSE 'answered' END,
        'note', NEW.id, NEW.text, NEW.programme_id, to_jsonb(NEW));
    RETURN NULL;
END $$;
CREATE TRIGGER zy_note_leaves_a_trail AFTER INSERT ON savings_note FOR EACH ROW EXECUTE FUNCTION valby_trail_note();

CREATE FUNCTION valby_trail_note_verdict() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE note savings_note;
BEGIN
    SELECT * INTO note FROM savings_note WHERE id = NEW.note_id;
    PERFORM valby_add_trail(NEW.outcome, 'note', note.id, note.text, note.programme_id, NULL, NULL, NEW.by_id, NEW.at, NEW.reason);
    RETURN NULL;
END $$;
CREATE TRIGGER zy_noteverdict_leaves_a_trail AFTER INSERT ON savings_noteverdict FOR EACH ROW
    EXECUTE FUNCTION valby_trail_note_verdict();
