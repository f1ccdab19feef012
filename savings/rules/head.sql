-- The head: one row that ends both chains, orders all writers, and keeps a revision for every other change a page can show.

GRANT SELECT ON savings_ledgerhead TO :"role";

INSERT INTO savings_ledgerhead (id, position, hash, moment, revision, trail_position, trail_hash)
VALUES (1, 0, repeat('0', 64), NULL, 0, 0, repeat('0', 64))
ON CONFLICT DO NOTHING;

-- Begins an act: takes the lock that orders all writers, and says for the trail whose act it is, when and why. An act
-- without an actor goes on with the one before it in the same transaction. No link is earlier than `earliest`.
CREATE FUNCTION valby_begin_act(actor bigint, at timestamptz, why text,
                                OUT head_position bigint, OUT head_hash varchar, OUT earliest timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF actor IS NOT NULL THEN
        PERFORM set_config('valby.by', actor::text, true), set_config('valby.at', at::text, true),
                set_config('valby.why', why, true);
    END IF;
    SELECT h.position, h.hash, CASE WHEN NOT valby_takes_past_moments() THEN h.moment END
    INTO head_position, head_hash, earliest FROM savings_ledgerhead h WHERE h.id = 1 FOR UPDATE;
END $$;
GRANT EXECUTE ON FUNCTION valby_begin_act(bigint, timestamptz, text) TO :"role";

-- No rendering kept under the head and the revision can outlive a change of what it shows.
CREATE FUNCTION valby_bump_revision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE savings_ledgerhead SET revision = revision + 1 WHERE id = 1;
    RETURN NULL;
END $$;

-- Lets changes of tables move the revision, while the rules are applied.
CREATE FUNCTION valby_make_move_revision(VARIADIC names text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text;
BEGIN
    FOREACH name IN ARRAY names LOOP
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT
                        EXECUTE FUNCTION valby_bump_revision()', 'zz_' || name || '_moves_the_revision', 'savings_' || name);
    END LOOP;
END $$;
