-- The head: one row that ends both chains, orders all writers, and keeps a revision for every other change a page can show.

GRANT SELECT ON savings_ledgerhead, savings_programmestamp TO :"role";

INSERT INTO savings_ledgerhead (id, position, hash, moment, revision, shared_stamp, trail_position, trail_hash)
VALUES (1, 0, repeat('0', 64), NULL, 0, gen_random_uuid(), 0, repeat('0', 64))
ON CONFLICT DO NOTHING;

-- Begins an act: takes the lock that orders all writers, and says for the trail whose act it is, when and why. It is the one
-- way in which the database learns who acts. No link is earlier than `earliest`.
CREATE FUNCTION valby_begin_act(actor bigint, at timestamptz, why text,
                                OUT head_position bigint, OUT head_hash varchar, OUT earliest timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM set_config('valby.by', COALESCE(actor::text, ''), true), set_config('valby.at', COALESCE(at::text, ''), true),
            set_config('valby.why', why, true);
    SELECT h.position, h.hash, CASE WHEN NOT valby_takes_past_moments() THEN h.moment END
    INTO head_position, head_hash, earliest FROM savings_ledgerhead h WHERE h.id = 1 FOR UPDATE;
END $$;
GRANT EXECUTE ON FUNCTION valby_begin_act(bigint, timestamptz, text) TO :"role";

-- What a cached rendering is known by, so that none can outlive a change of what it shows. The head's `revision` counts every
-- change; `shared_stamp` is another after each change that the pages of all programmes can show (units, price series, names of
-- people), and a programme's stamp after each that only its own can show. Stamps are drawn and not counted: where a backup is
-- restored, no count comes to a number again that a cache knows from another life.
CREATE FUNCTION valby_move_shared_stamp() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE savings_ledgerhead SET revision = revision + 1, shared_stamp = gen_random_uuid() WHERE id = 1;
    RETURN NULL;
END $$;

-- Moves the stamps of programmes, under the head's lock; a null among them stands for all.
CREATE FUNCTION valby_move_stamps(programmes bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE savings_ledgerhead SET revision = revision + 1,
        shared_stamp = CASE WHEN array_position(programmes, NULL) IS NULL THEN shared_stamp ELSE gen_random_uuid() END WHERE id = 1;
    INSERT INTO savings_programmestamp (programme_id, stamp)
    SELECT each, gen_random_uuid() FROM (SELECT DISTINCT unnest(programmes) AS each) moved WHERE each IS NOT NULL
    ON CONFLICT (programme_id) DO UPDATE SET stamp = EXCLUDED.stamp;
END $$;

-- Lets changes of tables move the shared stamp, while the rules are applied.
CREATE FUNCTION valby_make_move_shared_stamp(VARIADIC names text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY names LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT
                        EXECUTE FUNCTION valby_move_shared_stamp()', 'zz_' || name || '_moves_the_stamp', 'savings_' || name);
    END LOOP;
END $$;

-- Lets changes of a table move the stamps of the programmes that a query finds from the changed rows, which it knows as
-- `moved`. An update counts for the programmes of the rows before and after it.
CREATE FUNCTION valby_make_move_stamps(name text, programmes text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE found text := 'valby_move_stamps_of_' || name; event text[];
BEGIN
    EXECUTE format($f$
        CREATE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
        BEGIN
            PERFORM valby_move_stamps(ARRAY(%s));
            RETURN NULL;
        END $body$
    $f$, found, programmes);
    FOREACH event SLICE 1 IN ARRAY ARRAY[['insert', 'NEW'], ['update', 'OLD'], ['update', 'NEW'], ['delete', 'OLD']] LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER %s ON %I REFERENCING %s TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION %I()',
                       format('zz_%s_%s_moves_stamps_%s', name, event[1], lower(event[2])), event[1], 'savings_' || name, event[2],
                       found);
    END LOOP;
END $$;
