-- Who acts, and when: an active account with a role that may, at the moment that it is.

-- Whether moments of the past are taken; the owner of a test database replaces this function, nobody else can.
CREATE FUNCTION valby_takes_past_moments() RETURNS boolean LANGUAGE sql IMMUTABLE RETURN false;

-- The role is asked of the account that the row names. Without roles any active account may.
CREATE FUNCTION valby_require_role(person bigint, VARIADIC roles text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM savings_user u WHERE u.id = person AND u.is_active AND (roles = '{}' OR EXISTS (
            SELECT 1 FROM savings_user_groups m JOIN auth_group g ON g.id = m.group_id
            WHERE m.user_id = u.id AND g.name = ANY (roles)))
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB031', MESSAGE = format('account %s may not do this', person);
    END IF;
END $$;

-- A long import keeps the moment at which it began; two clocks may be a little apart.
CREATE FUNCTION valby_require_now(moment timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF moment NOT BETWEEN clock_timestamp() - INTERVAL '1 hour' AND clock_timestamp() + INTERVAL '10 minutes'
       AND NOT valby_takes_past_moments() THEN
        RAISE EXCEPTION USING ERRCODE = 'VB032', MESSAGE = format('the act says %s, and it is %s', moment, clock_timestamp());
    END IF;
END $$;

CREATE FUNCTION valby_check_actor() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE person bigint; moment timestamptz;
BEGIN
    CASE TG_ARGV[0]
        WHEN 'by' THEN person := NEW.by_id; moment := NEW.at;
        WHEN 'recorded' THEN person := NEW.recorded_by_id; moment := NEW.recorded_at;
        WHEN 'composed' THEN person := NEW.composed_by_id; moment := NEW.composed_at;
        WHEN 'opened' THEN person := NEW.opened_by_id; moment := NEW.opened_at;
    END CASE;
    PERFORM valby_require_role(person, VARIADIC TG_ARGV[1]::text[]);
    PERFORM valby_require_now(moment);
    RETURN NEW;
END $$;

-- Lets the rows of a table be added only by an account with one of the roles, while the rules are applied.
CREATE FUNCTION valby_make_check_actor(name text, columns text, VARIADIC roles text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER %I BEFORE INSERT ON %I FOR EACH ROW EXECUTE FUNCTION valby_check_actor(%L, %L)',
                   'who_adds_a_' || name || '_may', 'savings_' || name, columns, roles);
END $$;

SELECT valby_make_check_actor(name, columns, VARIADIC roles) FROM (VALUES
    ('entry', 'recorded', '{finance,controller}'::text[]),
    ('submission', 'by', '{}'),
    ('approval', 'by', '{controller}'),
    -- A refusal, a note's verdict and a report's refusal may be by its writer; their own rules ask for the role.
    ('refusal', 'by', '{}'),
    ('noteverdict', 'by', '{}'),
    ('reportrefusal', 'by', '{}'),
    ('closing', 'by', '{controller}'),
    ('bookingexception', 'by', '{controller}'),
    ('pricerelease', 'recorded', '{finance,controller}'),
    ('pricebasis', 'recorded', '{finance,controller}'),
    ('attachment', 'by', '{finance,controller}'),
    ('observation', 'recorded', '{finance,controller}'),
    ('confirmation', 'by', '{controller}'),
    ('question', 'by', '{}'),
    ('note', 'by', '{finance,controller}'),
    ('report', 'composed', '{finance,controller}'),
    ('acknowledgement', 'by', '{finance,controller}'),
    ('publication', 'by', '{controller}'),
    ('round', 'opened', '{controller}'),
    ('roundreply', 'by', '{finance,controller}'),
    ('roundreminder', 'by', '{controller}'),
    ('roundclosing', 'by', '{controller}')
) actor(name, columns, roles);
