-- Indicators and their observations: an observation is confirmed by somebody other than whoever recorded it.

GRANT SELECT, INSERT, UPDATE ON savings_indicator TO :"role";
GRANT SELECT, INSERT ON savings_observation, savings_confirmation TO :"role";
SELECT valby_make_append_only('observation', 'confirmation');
SELECT valby_make_move_stamps('indicator', 'SELECT programme_id FROM moved'),
       valby_make_move_stamps('observation', 'SELECT i.programme_id FROM moved JOIN savings_indicator i ON i.id = moved.indicator_id'),
       valby_make_move_stamps('confirmation', 'SELECT i.programme_id FROM moved JOIN savings_observation o ON o.id = moved.observation_id
                                                  JOIN savings_indicator i ON i.id = o.indicator_id');
SELECT valby_make_leave_trail('indicator');

CREATE FUNCTION valby_check_confirmation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM savings_observation o WHERE o.id = NEW.observation_id AND o.recorded_by_id = NEW.by_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB018', MESSAGE = 'an observation is confirmed by somebody other than its recorder';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER confirmation_is_by_another BEFORE INSERT ON savings_confirmation FOR EACH ROW
    EXECUTE FUNCTION valby_check_confirmation();

CREATE FUNCTION valby_trail_observation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE added jsonb := to_jsonb(NEW); indicator savings_indicator;
BEGIN
    SELECT i.* INTO indicator FROM savings_observation o JOIN savings_indicator i ON i.id = o.indicator_id
    WHERE o.id = COALESCE(added->>'observation_id', added->>'id')::bigint;
    PERFORM valby_add_trail_of_row(TG_ARGV[0], 'indicator', indicator.id, indicator.name, indicator.programme_id,
        added - '{indicator_id,observation_id,key}'::text[]);
    RETURN NULL;
END $$;
CREATE TRIGGER zy_observation_leaves_a_trail AFTER INSERT ON savings_observation FOR EACH ROW
    EXECUTE FUNCTION valby_trail_observation('observed');
CREATE TRIGGER zy_confirmation_leaves_a_trail AFTER INSERT ON savings_confirmation FOR EACH ROW
    EXECUTE FUNCTION valby_trail_observation('approved');
