-- Rounds: a round that is closed takes no more answers and sends no more reminders; an answer is about its own programme.

GRANT SELECT, INSERT ON savings_round, savings_roundtask, savings_roundreply, savings_roundreminder, savings_roundclosing
TO :"role";
SELECT valby_make_append_only('round', 'roundtask', 'roundreply', 'roundreminder', 'roundclosing');
SELECT valby_make_move_stamps('round', 'SELECT t.programme_id FROM moved JOIN savings_roundtask t ON t.round_id = moved.id'),
       valby_make_move_stamps('roundtask', 'SELECT programme_id FROM moved'),
       valby_make_move_stamps('roundreply', 'SELECT t.programme_id FROM moved JOIN savings_roundtask t ON t.id = moved.task_id'),
       valby_make_move_stamps('roundclosing', 'SELECT t.programme_id FROM moved JOIN savings_roundtask t USING (round_id)');

CREATE FUNCTION valby_check_round_open() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM savings_roundclosing c JOIN savings_roundtask t ON t.round_id = c.round_id WHERE t.id = NEW.task_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB021', MESSAGE = 'the round is closed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER roundreply_is_into_an_open_round BEFORE INSERT ON savings_roundreply FOR EACH ROW
    EXECUTE FUNCTION valby_check_round_open();
CREATE TRIGGER roundreminder_is_of_an_open_round BEFORE INSERT ON savings_roundreminder FOR EACH ROW
    EXECUTE FUNCTION valby_check_round_open();

CREATE FUNCTION valby_check_reply_initiative() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.initiative_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM savings_roundtask t JOIN savings_initiative i ON i.programme_id = t.programme_id
        WHERE t.id = NEW.task_id AND i.id = NEW.initiative_id
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB006', MESSAGE = 'the initiative belongs to another programme';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER roundreply_is_about_its_programme BEFORE INSERT ON savings_roundreply FOR EACH ROW
    EXECUTE FUNCTION valby_check_reply_initiative();

-- A reply or reminder is told with its task's unit and programme.
CREATE FUNCTION valby_trail_round() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE added jsonb := to_jsonb(NEW); number bigint; label text; programme bigint := (added->>'programme_id')::bigint;
BEGIN
    IF added ? 'task_id' THEN
        SELECT t.round_id, t.programme_id, r.name || ', ' || u.code INTO number, programme, label
        FROM savings_roundtask t JOIN savings_round r ON r.id = t.round_id JOIN savings_unit u ON u.id = t.unit_id
        WHERE t.id = (added->>'task_id')::bigint;
    ELSE
        number := COALESCE(added->>'round_id', added->>'id')::bigint;
        SELECT name INTO label FROM savings_round WHERE id = number;
    END IF;
    PERFORM valby_add_trail_of_row(TG_ARGV[0], 'round', number, label, programme, added);
    RETURN NULL;
END $$;
CREATE TRIGGER zy_round_leaves_a_trail AFTER INSERT ON savings_round FOR EACH ROW
    EXECUTE FUNCTION valby_trail_round('opened');
CREATE TRIGGER zy_roundtask_leaves_a_trail AFTER INSERT ON savings_roundtask FOR EACH ROW
    EXECUTE FUNCTION valby_trail_round('asked');
CREATE TRIGGER zy_roundreply_leaves_a_trail AFTER INSERT ON savings_roundreply FOR EACH ROW
    EXECUTE FUNCTION valby_trail_round('answered');
CREATE TRIGGER zy_roundreminder_leaves_a_trail AFTER INSERT ON savings_roundreminder FOR EACH ROW
    EXECUTE FUNCTION valby_trail_round('reminded');
CREATE TRIGGER zy_roundclosing_leaves_a_trail AFTER INSERT ON savings_roundclosing FOR EACH ROW
    EXECUTE FUNCTION valby_trail_round('closed');
