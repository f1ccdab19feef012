-- Sessions that people see and end, and the second factor: a secret that no trail tells, codes that are taken once.

GRANT SELECT, INSERT, UPDATE, DELETE ON savings_loginsession, savings_secondfactor, savings_recoverycode TO :"role";

-- A code is taken once: what was taken stays taken, and no code from before the latest is taken.
CREATE FUNCTION valby_refuse_taken_code() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'savings_recoverycode' THEN
        IF OLD.used_at IS NOT NULL OR (OLD.person_id, OLD.digest) IS DISTINCT FROM (NEW.person_id, NEW.digest) THEN
            RAISE EXCEPTION USING ERRCODE = 'VB068', MESSAGE = 'a recovery code is taken once';
        END IF;
    ELSIF NEW.last_step <= OLD.last_step OR to_jsonb(OLD) - 'last_step' <> to_jsonb(NEW) - 'last_step' THEN
        RAISE EXCEPTION USING ERRCODE = 'VB068', MESSAGE = 'a code is taken once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER code_is_taken_once BEFORE UPDATE ON savings_secondfactor FOR EACH ROW EXECUTE FUNCTION valby_refuse_taken_code();
CREATE TRIGGER recovery_code_is_taken_once BEFORE UPDATE ON savings_recoverycode FOR EACH ROW
    EXECUTE FUNCTION valby_refuse_taken_code();

-- The trail says that a second factor was set up or taken away, that codes were made and that one was used, and nothing of them.
CREATE FUNCTION valby_trail_factor() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    person bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.person_id ELSE NEW.person_id END;
    became jsonb := CASE TG_ARGV[0] WHEN 'second_factor' THEN '{"second_factor": "on"}'::jsonb ELSE '{"recovery_code": "used"}' END;
BEGIN
    PERFORM valby_add_trail('changed', 'user', person, (SELECT username FROM savings_user WHERE id = person), NULL,
        CASE TG_OP WHEN 'DELETE' THEN became END, CASE WHEN TG_OP <> 'DELETE' THEN became END, NULL, NULL, NULL);
    RETURN NULL;
END $$;
CREATE TRIGGER zy_factor_leaves_a_trail AFTER INSERT OR DELETE ON savings_secondfactor FOR EACH ROW
    EXECUTE FUNCTION valby_trail_factor('second_factor');
CREATE TRIGGER zy_recovery_code_leaves_a_trail AFTER UPDATE ON savings_recoverycode FOR EACH ROW
    EXECUTE FUNCTION valby_trail_factor('recovery_code');

CREATE FUNCTION valby_trail_new_codes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM valby_add_trail('changed', 'user', u.id, u.username, NULL, NULL, '{"recovery_code": "new"}'::jsonb, NULL, NULL, NULL)
    FROM savings_user u WHERE u.id IN (SELECT person_id FROM made);
    RETURN NULL;
END $$;
CREATE TRIGGER zy_new_codes_leave_a_trail AFTER INSERT ON savings_recoverycode REFERENCING NEW TABLE AS made FOR EACH STATEMENT
    EXECUTE FUNCTION valby_trail_new_codes();
