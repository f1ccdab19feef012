-- Divisions: a target moves from above to below, so that no krone is asked for twice and none is lost.

-- A correction says what a division should have been, and is bound by the same. The lines are final when it is submitted.
CREATE FUNCTION valby_check_division(owner savings_entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE broken record;
BEGIN
    IF NOT EXISTS (
        WITH RECURSIVE corrected(act, corrects_id) AS (
            SELECT act, corrects_id FROM savings_entry WHERE id = owner.id
            UNION ALL SELECT e.act, e.corrects_id FROM savings_entry e JOIN corrected c ON e.id = c.corrects_id
        ) SELECT 1 FROM corrected WHERE act = 'divide'
    ) THEN
        RETURN;
    END IF;
    SELECT year, price_level, sum(amount) AS amount INTO broken
    FROM savings_posting WHERE entry_id = owner.id AND takes_back_id IS NULL
    GROUP BY year, price_level HAVING sum(amount) <> 0 OR bool_or(kind <> 'target') LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'VB035',
            MESSAGE = format('the lines of a division of %s come to %s', broken.year, broken.amount),
            DETAIL = format('%s;%s', broken.year, broken.amount);
    END IF;
END $$;
