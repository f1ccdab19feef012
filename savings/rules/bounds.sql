-- Bounds: secured stays at or above zero and offsets at or below it, for a krone cannot be taken from what was not there.

-- Per unit, year and price level, on any booking day, so that no earlier status can show it either.
CREATE FUNCTION valby_check_bounds(approved bigint, programme bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE broken record;
BEGIN
    SELECT cell.kind, cell.year, days.running INTO broken
    FROM (SELECT DISTINCT kind, unit_id, year, price_level FROM savings_posting
          WHERE entry_id = approved AND ((kind = 'secured' AND amount < 0) OR (kind = 'offset' AND amount > 0))) cell,
    LATERAL (
        SELECT sum(p.amount) OVER (ORDER BY p.booked_on) AS running
        FROM savings_posting p
        JOIN savings_entry e ON e.id = p.entry_id
        JOIN savings_approval a ON a.entry_id = e.id
        WHERE p.kind IN ('secured', 'offset') AND p.kind = cell.kind AND p.year = cell.year
          AND p.unit_id IS NOT DISTINCT FROM cell.unit_id AND p.price_level IS NOT DISTINCT FROM cell.price_level
          AND e.programme_id = programme
    ) days
    WHERE (cell.kind = 'secured' AND days.running < 0) OR (cell.kind = 'offset' AND days.running > 0)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'VB017', MESSAGE = format('%s %s would come to %s', broken.kind, broken.year, broken.running),
            DETAIL = format('%s;%s;%s', broken.kind, broken.year, broken.running);
    END IF;
END $$;
