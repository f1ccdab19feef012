-- Users, their roles and units, and the tables that Django keeps of sessions.

-- A group's name is what a role is known by, so groups are added and never renamed.
GRANT SELECT, INSERT ON auth_group, savings_roleproposal, savings_roleverdict TO :"role";
GRANT SELECT, INSERT, UPDATE ON savings_user TO :"role";
GRANT SELECT, INSERT, DELETE ON savings_user_groups, savings_user_units TO :"role";
GRANT SELECT ON savings_user_user_permissions, auth_group_permissions, auth_permission, django_content_type TO :"role";
GRANT SELECT, INSERT, UPDATE, DELETE ON django_admin_log, django_session TO :"role";
SELECT valby_make_append_only('roleproposal', 'roleverdict');
SELECT valby_make_leave_trail('user');
-- Who wrote a note or approved an entry stands on pages by name.
CREATE TRIGGER zz_user_moves_the_stamp AFTER UPDATE OF username, first_name, last_name ON savings_user FOR EACH STATEMENT
    EXECUTE FUNCTION valby_move_shared_stamp();

CREATE TRIGGER zy_role_leaves_a_trail AFTER INSERT OR DELETE ON savings_user_groups FOR EACH ROW
    EXECUTE FUNCTION valby_trail_link('user');
CREATE TRIGGER zy_scope_leaves_a_trail AFTER INSERT OR DELETE ON savings_user_units FOR EACH ROW
    EXECUTE FUNCTION valby_trail_link('user');

-- Administrators --------------------------------------------------------------------------------------------------

CREATE FUNCTION valby_administrators() RETURNS TABLE (person bigint, is_active boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.id, u.is_active FROM savings_user u WHERE u.is_superuser OR EXISTS (
        SELECT 1 FROM savings_user_groups m JOIN auth_group g ON g.id = m.group_id
        WHERE m.user_id = u.id AND g.name = 'administrator')
$$;

CREATE FUNCTION valby_require_administrator(who bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM valby_administrators() WHERE person = who AND is_active) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB031', MESSAGE = format('user %s is no active administrator', who);
    END IF;
END $$;

-- Roles that take two ---------------------------------------------------------------------------------------------

-- While Valby is set up a role is given by nobody's proposal: that of the first two administrators, and, before there is
-- any administrator, those of the demo. Afterwards it takes an administrator, and a role that vouches waits for the second.
CREATE FUNCTION valby_check_role_proposal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE active bigint; ever bigint;
BEGIN
    SELECT count(*) FILTER (WHERE is_active), count(*) INTO active, ever FROM valby_administrators();
    IF NEW.by_id IS NULL THEN
        IF active >= 2 OR (ever > 0 AND NEW.role <> 'administrator') THEN
            RAISE EXCEPTION USING ERRCODE = 'VB061', MESSAGE = format('the set-up no longer gives the role %s', NEW.role);
        END IF;
        RETURN NEW;
    END IF;
    PERFORM valby_require_administrator(NEW.by_id);
    PERFORM valby_require_now(NEW.at);
    IF active < 2 THEN
        RAISE EXCEPTION USING ERRCODE = 'VB062', MESSAGE = 'a role that takes two waits until there are two active administrators';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER role_proposal_is_allowed BEFORE INSERT ON savings_roleproposal FOR EACH ROW
    EXECUTE FUNCTION valby_check_role_proposal();

-- Whoever proposed it must still administrate: what somebody proposed who has been switched off since is not confirmed.
CREATE FUNCTION valby_check_role_verdict() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE proposal savings_roleproposal;
BEGIN
    SELECT * INTO proposal FROM savings_roleproposal WHERE id = NEW.proposal_id FOR UPDATE;
    PERFORM valby_require_administrator(NEW.by_id);
    PERFORM valby_require_now(NEW.at);
    IF NEW.by_id = proposal.person_id THEN
        RAISE EXCEPTION USING ERRCODE = 'VB063', MESSAGE = 'nobody decides on a role of their own';
    END IF;
    IF NEW.confirmed THEN
        IF NEW.by_id = proposal.by_id THEN
            RAISE EXCEPTION USING ERRCODE = 'VB064', MESSAGE = 'a role is confirmed by somebody other than its proposer';
        END IF;
        PERFORM valby_require_administrator(proposal.by_id);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER role_verdict_is_by_another BEFORE INSERT ON savings_roleverdict FOR EACH ROW
    EXECUTE FUNCTION valby_check_role_verdict();

CREATE FUNCTION valby_give_role(who bigint, role text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO auth_group (name) VALUES (role) ON CONFLICT DO NOTHING;
    INSERT INTO savings_user_groups (user_id, group_id) SELECT who, id FROM auth_group WHERE name = role ON CONFLICT DO NOTHING;
END $$;

CREATE FUNCTION valby_follow_role_proposal() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.by_id IS NULL THEN
        PERFORM valby_give_role(NEW.person_id, NEW.role);
    ELSE
        PERFORM valby_add_trail('proposed', 'user', NEW.person_id, (SELECT username FROM savings_user WHERE id = NEW.person_id),
            NULL, NULL, jsonb_build_object('role', NEW.role), NEW.by_id, NEW.at, NEW.why);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER zy_role_proposal_is_followed AFTER INSERT ON savings_roleproposal FOR EACH ROW
    EXECUTE FUNCTION valby_follow_role_proposal();

CREATE FUNCTION valby_follow_role_verdict() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE proposal savings_roleproposal; act text := 'confirmed';
BEGIN
    SELECT * INTO proposal FROM savings_roleproposal WHERE id = NEW.proposal_id;
    IF NEW.confirmed THEN
        PERFORM valby_give_role(proposal.person_id, proposal.role);
    ELSE
        act := CASE NEW.by_id WHEN proposal.by_id THEN 'withdrawn' ELSE 'rejected' END;
    END IF;
    PERFORM valby_add_trail(act, 'user', proposal.person_id, (SELECT username FROM savings_user WHERE id = proposal.person_id),
        NULL, NULL, jsonb_build_object('role', proposal.role), NEW.by_id, NEW.at, '');
    RETURN NULL;
END $$;
CREATE TRIGGER zy_role_verdict_is_followed AFTER INSERT ON savings_roleverdict FOR EACH ROW
    EXECUTE FUNCTION valby_follow_role_verdict();

-- Only the function above, which runs as the tables' owner, gives such a role; whoever else tries is refused.
CREATE FUNCTION valby_require_two_for_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM auth_group WHERE id = NEW.group_id AND name IN ('controller', 'administrator'))
       AND NOT EXISTS (SELECT 1 FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
                       WHERE c.oid = TG_RELID AND r.rolname = current_user) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB065', MESSAGE = 'a role that vouches or administrates is given by two';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER role_takes_two BEFORE INSERT ON savings_user_groups FOR EACH ROW EXECUTE FUNCTION valby_require_two_for_role();

-- One's own account, and a superuser's ----------------------------------------------------------------------------

CREATE FUNCTION valby_refuse_own() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE link jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
BEGIN
    IF COALESCE(link->>'user_id', link->>'id') = current_setting('valby.by', true) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB063', MESSAGE = 'nobody changes their own roles, units or switch';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER role_is_given_by_others BEFORE INSERT OR DELETE ON savings_user_groups FOR EACH ROW
    EXECUTE FUNCTION valby_refuse_own();
CREATE TRIGGER unit_is_given_by_others BEFORE INSERT OR DELETE ON savings_user_units FOR EACH ROW
    EXECUTE FUNCTION valby_refuse_own();
CREATE TRIGGER reach_is_given_by_others BEFORE UPDATE ON savings_user FOR EACH ROW
    WHEN ((OLD.every_unit, OLD.is_active, OLD.is_superuser, OLD.is_staff)
          IS DISTINCT FROM (NEW.every_unit, NEW.is_active, NEW.is_superuser, NEW.is_staff))
    EXECUTE FUNCTION valby_refuse_own();

-- Nobody is made a superuser in the application, but for the first two administrators; nobody below one changes one.
CREATE FUNCTION valby_check_user() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE actor bigint := NULLIF(current_setting('valby.by', true), '')::bigint;
BEGIN
    IF NEW.is_superuser AND (TG_OP = 'INSERT' OR NOT OLD.is_superuser)
       AND (SELECT count(*) FROM valby_administrators() WHERE is_active) >= 2 THEN
        RAISE EXCEPTION USING ERRCODE = 'VB061', MESSAGE = 'the set-up no longer makes superusers';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.is_superuser AND actor <> OLD.id AND to_jsonb(OLD) - 'last_login' <> to_jsonb(NEW) - 'last_login'
       AND NOT EXISTS (SELECT 1 FROM savings_user WHERE id = actor AND is_superuser) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB066', MESSAGE = 'a superuser is changed by a superuser';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.password IS DISTINCT FROM NEW.password AND actor <> OLD.id THEN
        NEW.has_temporary_password := true;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER user_is_within_reach BEFORE INSERT OR UPDATE ON savings_user FOR EACH ROW EXECUTE FUNCTION valby_check_user();

-- Whoever chooses another's password could act as that person. So the roles that take two end with it, as they do with the
-- account's being switched off, and are given anew by two.
CREATE FUNCTION valby_end_roles() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM savings_user_groups WHERE user_id = NEW.id
        AND group_id IN (SELECT id FROM auth_group WHERE name IN ('controller', 'administrator'));
    RETURN NULL;
END $$;
CREATE TRIGGER zx_switched_off_ends_roles AFTER UPDATE ON savings_user FOR EACH ROW
    WHEN (OLD.is_active AND NOT NEW.is_active) EXECUTE FUNCTION valby_end_roles();
CREATE TRIGGER zx_password_of_another_ends_roles AFTER UPDATE ON savings_user FOR EACH ROW
    WHEN (NEW.has_temporary_password AND OLD.password IS DISTINCT FROM NEW.password) EXECUTE FUNCTION valby_end_roles();
