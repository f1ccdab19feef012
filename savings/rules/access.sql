-- Log-ins, failures, lock-outs and refusals: counted by the hour, so that nobody can fill the trail with them.

GRANT SELECT, INSERT, UPDATE ON savings_accesscount TO :"role";
GRANT SELECT, INSERT, UPDATE, DELETE ON savings_loginfailure TO :"role";

-- A count begins at one and goes up by one; nothing else of it changes.
CREATE FUNCTION valby_check_access_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND NEW.count <> 1
       OR TG_OP = 'UPDATE' AND (NEW.count <> OLD.count + 1 OR to_jsonb(OLD) - 'count' <> to_jsonb(NEW) - 'count') THEN
        RAISE EXCEPTION USING ERRCODE = 'VB067', MESSAGE = 'an access count goes up by one';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER access_count_goes_up BEFORE INSERT OR UPDATE ON savings_accesscount FOR EACH ROW
    EXECUTE FUNCTION valby_check_access_count();

-- The first, the tenth, the hundredth … stands in the trail. Nobody is logged in who fails; who unlocks is the act's.
CREATE FUNCTION valby_trail_access() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.count IN (1, 10, 100, 1000, 10000, 100000) THEN
        PERFORM valby_add_trail(NEW.sort, CASE WHEN NEW.person_id IS NULL THEN 'stranger' ELSE 'user' END, COALESCE(NEW.person_id, 0),
            (SELECT username FROM savings_user WHERE id = NEW.person_id), NULL, NULL,
            jsonb_strip_nulls(jsonb_build_object('from_address', NULLIF(NEW.address, ''), 'page_name', NULLIF(NEW.page, ''),
                                                 'times', NULLIF(NEW.count, 1))),
            CASE WHEN NEW.sort IN ('logged_in', 'refused') THEN NEW.person_id END,
            CASE WHEN NEW.sort <> 'unlocked' THEN clock_timestamp() END, '');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER zy_access_leaves_a_trail AFTER INSERT OR UPDATE ON savings_accesscount FOR EACH ROW
    EXECUTE FUNCTION valby_trail_access();
