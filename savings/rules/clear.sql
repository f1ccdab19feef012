-- Removes every rule that was applied before, so that what stands afterwards is what the files say and no more.

-- Writers, and whoever else applies the rules, wait here until the new ones stand.
LOCK TABLE savings_ledgerhead IN EXCLUSIVE MODE;

DO $$
DECLARE rule record;
BEGIN
    FOR rule IN SELECT t.tgname AS name, t.tgrelid::regclass AS on_table FROM pg_trigger t JOIN pg_proc f ON f.oid = t.tgfoid
                WHERE NOT t.tgisinternal AND f.pronamespace = 'public'::regnamespace AND f.proname LIKE 'valby\_%' LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', rule.name, rule.on_table);
    END LOOP;
    FOR rule IN SELECT oid::regprocedure AS name FROM pg_proc
                WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'valby\_%' LOOP
        EXECUTE format('DROP FUNCTION %s', rule.name);
    END LOOP;
END $$;

-- What PostgreSQL gives to everybody unasked, and what earlier rules gave to the application.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
REVOKE CREATE, TEMPORARY ON DATABASE :"database" FROM PUBLIC, :"role";
REVOKE CREATE ON SCHEMA public FROM PUBLIC, :"role";
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, :"role";
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, :"role";
