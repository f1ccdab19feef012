-- Stated levels: an entry that sets a level is approved only while the level its recorder saw still stands.

CREATE FUNCTION valby_check_levels_seen(approved bigint, programme bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE stale record;
BEGIN
    SELECT p.kind, p.year, p.seen, COALESCE(now.amount, 0) AS amount INTO stale
    FROM savings_posting p
    LEFT JOIN LATERAL (
        SELECT sum(b.amount) AS amount FROM savings_balance b
        WHERE b.programme_id = programme AND b.kind = p.kind AND b.year = p.year
          AND b.unit_id IS NOT DISTINCT FROM p.unit_id AND b.initiative_id IS NOT DISTINCT FROM p.initiative_id
          AND b.price_level IS NOT DISTINCT FROM p.price_level
    ) now ON true
    WHERE p.entry_id = approved AND p.seen IS NOT NULL AND p.seen <> COALESCE(now.amount, 0)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'VB013', MESSAGE = format('the level of %s %s was %s when seen and is %s now',
            stale.kind, stale.year, stale.seen, stale.amount), DETAIL = format('%s;%s', stale.seen, stale.amount);
    END IF;
END $$;
