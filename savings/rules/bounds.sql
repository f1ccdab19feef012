-- Bounds: target, plan and secured stay at or above zero and offsets at or below it, for nothing is taken from what is not there.

-- Per unit, initiative, year and price level, at the end of any day, so that no earlier status can show it either. What stands in
-- one price level is nothing that an amount in another could be taken from.
CREATE FUNCTION valby_check_bounds(approved bigint, programme bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE broken record;
BEGIN
    SELECT cell.kind, cell.year, days.running INTO broken
    FROM (SELECT DISTINCT p.kind, p.unit_id, p.initiative_id, p.year, p.price_level, b.sign
          FROM savings_posting p JOIN (VALUES ('target', 1), ('plan', 1), ('secured', 1), ('offset', -1),
                                                   ('expected_offset', -1)) b (kind, sign)
               ON b.kind = p.kind
          WHERE p.entry_id = approved AND p.amount * b.sign < 0) cell,
    LATERAL (
        SELECT sum(p.amount) OVER (ORDER BY p.booked_on) AS running
        FROM savings_posting p
        JOIN savings_entry e ON e.id = p.entry_id
        JOIN savings_approval a ON a.entry_id = e.id
        WHERE COALESCE(p.initiative_id, 0) = COALESCE(cell.initiative_id, 0)
          AND COALESCE(p.unit_id, 0) = COALESCE(cell.unit_id, 0) AND p.year = cell.year AND p.kind = cell.kind
          AND p.price_level IS NOT DISTINCT FROM cell.price_level AND e.programme_id = programme
    ) days
    WHERE days.running * cell.sign < 0
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'VB017', MESSAGE = format('%s %s would come to %s', broken.kind, broken.year, broken.running),
            DETAIL = format('%s;%s;%s', broken.kind, broken.year, broken.running);
    END IF;
END $$;
