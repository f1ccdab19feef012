-- What the rules of all subjects use: the way into the database, append-only rows, permanent names, and the rules' digest.

-- A function that locks or writes what the application may only read is SECURITY DEFINER with a fixed search path. Nobody
-- may call a function but its owner, unless it is granted by name. Each refusal has an SQLSTATE of its own (class VB), which
-- savings/recording/refusals.py turns into a sentence; docs/refusals.md lists them.

GRANT CONNECT ON DATABASE :"database" TO :"role";
GRANT USAGE ON SCHEMA public TO :"role";
GRANT SELECT ON django_migrations TO :"role";

-- Which rules these are; the application compares it with its own files before it starts.
CREATE FUNCTION valby_rules_digest() RETURNS text LANGUAGE sql IMMUTABLE RETURN :'digest';
GRANT EXECUTE ON FUNCTION valby_rules_digest() TO :"role";
-- The version of the code that applied them.
CREATE FUNCTION valby_version() RETURNS text LANGUAGE sql IMMUTABLE RETURN :'version';
GRANT EXECUTE ON FUNCTION valby_version() TO :"role";

CREATE FUNCTION valby_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'VB001',
        MESSAGE = format('%s is append-only: %s is refused', TG_TABLE_NAME, TG_OP),
        HINT = 'Record a correction that names the entry.';
END $$;

-- Makes tables append-only while the rules are applied.
CREATE FUNCTION valby_make_append_only(VARIADIC names text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY names LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION valby_refuse_change()',
                       name || '_is_append_only', 'savings_' || name);
    END LOOP;
END $$;

-- A code or slug stands in addresses, files and papers; it is given once.
CREATE FUNCTION valby_refuse_new_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'VB002', MESSAGE = format('the %s of a %s is permanent', TG_ARGV[0], TG_TABLE_NAME);
END $$;
