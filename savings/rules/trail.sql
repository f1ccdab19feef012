-- The trail: who did what to which thing, when, from what to what and why, written in the transaction of the act.

GRANT SELECT ON savings_trailitem TO :"role";
SELECT valby_make_append_only('trailitem');

-- Nothing happens in the application that nobody is named for, but for what a stranger tries and the first accounts, which
-- the set-up makes. Past the application (as the tables' owner, in psql) the role is named instead.
CREATE FUNCTION valby_require_somebody(person bigint, act text, subject text, subject_id bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF person IS NULL AND COALESCE(NULLIF(current_setting('role'), 'none'), session_user) = :'role'
       AND act NOT IN ('failed', 'locked')
       AND NOT (subject = 'user' AND (SELECT count(*) FROM valby_administrators() a WHERE a.is_active AND a.person <> subject_id) < 2) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB034', MESSAGE = format('nobody is named for what is done to a %s: %s', subject, act);
    END IF;
END $$;

-- Writes one item. What the caller does not know of actor, moment and reason is that of the act (valby_begin_act).
CREATE FUNCTION valby_add_trail(act text, subject text, subject_id bigint, label text, programme bigint,
                                before jsonb, after jsonb, actor bigint, moment timestamptz, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE person bigint := COALESCE(actor, NULLIF(current_setting('valby.by', true), '')::bigint);
BEGIN
    PERFORM valby_require_somebody(person, act, subject, subject_id);
    INSERT INTO savings_trailitem (at, by_id, actor, act, subject, subject_id, label, programme_id, before, after, why)
    VALUES (COALESCE(moment, NULLIF(current_setting('valby.at', true), '')::timestamptz, now()),
            person, CASE WHEN person IS NULL THEN session_user::text ELSE '' END,
            act, subject, subject_id, left(COALESCE(label, ''), 300), programme, before, after,
            COALESCE(why, current_setting('valby.why', true), ''));
END $$;

-- Writes an item for a row that says itself by whom and when it was added.
CREATE FUNCTION valby_add_trail_of_row(act text, subject text, subject_id bigint, label text, programme bigint, added jsonb)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT valby_add_trail(act, subject, subject_id, label, programme, NULL,
        jsonb_strip_nulls(added - '{id,by_id,at,opened_by_id,opened_at,composed_by_id,composed_at,recorded_by_id,recorded_at}'::text[]),
        COALESCE(added->>'by_id', added->>'opened_by_id', added->>'composed_by_id', added->>'recorded_by_id')::bigint,
        COALESCE(added->>'at', added->>'opened_at', added->>'composed_at', added->>'recorded_at')::timestamptz,
        COALESCE(added->>'reason', ''))
$$;

-- For tables whose rows change: the columns that changed, from what to what. A password is only said to have changed.
CREATE FUNCTION valby_trail_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    old_row jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}'::jsonb ELSE to_jsonb(OLD) - 'last_login' END;
    new_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}'::jsonb ELSE to_jsonb(NEW) - 'last_login' END;
    whole jsonb := CASE WHEN TG_OP = 'DELETE' THEN old_row ELSE new_row END;
    was jsonb; became jsonb;
    programme bigint := CASE TG_ARGV[0] WHEN 'programme' THEN (whole->>'id')::bigint ELSE (whole->>'programme_id')::bigint END;
BEGIN
    IF old_row = new_row THEN
        RETURN NULL;
    END IF;
    IF old_row ? 'password' AND old_row->'password' IS DISTINCT FROM new_row->'password' THEN
        old_row := jsonb_set(old_row, '{password}', '"…"');
        new_row := jsonb_set(new_row, '{password}', '"(new)"');
    ELSIF TG_OP = 'INSERT' THEN
        new_row := new_row - 'password';
    END IF;
    SELECT jsonb_object_agg(key, value) INTO was FROM jsonb_each(old_row) WHERE new_row->key IS DISTINCT FROM value;
    SELECT jsonb_object_agg(key, value) INTO became FROM jsonb_each(new_row)
        WHERE old_row->key IS DISTINCT FROM value AND NOT (TG_OP = 'INSERT' AND value IN ('null', '""'));
    PERFORM valby_add_trail(
        CASE TG_OP WHEN 'INSERT' THEN 'created' WHEN 'DELETE' THEN 'deleted' ELSE 'changed' END,
        TG_ARGV[0], (whole->>'id')::bigint,
        COALESCE(whole->>'reference', whole->>'code', whole->>'slug', whole->>'username', whole->>'name', whole->>'title'),
        programme, was, became, NULL, NULL, NULL);
    RETURN NULL;
END $$;

-- Lets changes of tables leave a trail, while the rules are applied.
CREATE FUNCTION valby_make_leave_trail(VARIADIC names text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY names LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW
                        EXECUTE FUNCTION valby_trail_change(%L)', 'zy_' || name || '_leaves_a_trail', 'savings_' || name, name);
    END LOOP;
END $$;

-- A row that ties a role or unit to a user, or a unit to a programme, is a change of the user or programme.
CREATE FUNCTION valby_trail_link() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    link jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    owner bigint; label text; tied jsonb; programme bigint;
BEGIN
    IF TG_ARGV[0] = 'user' THEN
        owner := (link->>'user_id')::bigint;
        SELECT username INTO label FROM savings_user WHERE id = owner;
    ELSE
        owner := (link->>'programme_id')::bigint;
        programme := owner;
        SELECT slug INTO label FROM savings_programme WHERE id = owner;
    END IF;
    IF link ? 'group_id' THEN
        SELECT jsonb_build_object('role', name) INTO tied FROM auth_group WHERE id = (link->>'group_id')::bigint;
    ELSE
        SELECT jsonb_build_object('unit', code) INTO tied FROM savings_unit WHERE id = (link->>'unit_id')::bigint;
    END IF;
    PERFORM valby_add_trail('changed', TG_ARGV[0], owner, label, programme,
        CASE TG_OP WHEN 'INSERT' THEN NULL ELSE tied END, CASE TG_OP WHEN 'DELETE' THEN NULL ELSE tied END, NULL, NULL, NULL);
    RETURN NULL;
END $$;
