-- Divisions: a target moves from above to below, so that no krone is asked for twice and none is lost.

-- A correction says what a division should have been, and is bound by the same.
CREATE FUNCTION valby_is_division(owner savings_entry) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE corrected(act, corrects_id) AS (
        SELECT owner.act, owner.corrects_id
        UNION ALL SELECT e.act, e.corrects_id FROM savings_entry e JOIN corrected c ON e.id = c.corrects_id
    ) SELECT EXISTS (SELECT 1 FROM corrected WHERE act = 'divide')
$$;

-- Its lines are targets and come to zero in each year and price level, and it states no level. They are final when it is submitted.
CREATE FUNCTION valby_check_division(owner savings_entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE broken record;
BEGIN
    IF NOT valby_is_division(owner) THEN
        RETURN;
    END IF;
    SELECT year, price_level, sum(amount) AS amount INTO broken
    FROM savings_posting WHERE entry_id = owner.id AND takes_back_id IS NULL
    GROUP BY year, price_level HAVING sum(amount) <> 0 OR bool_or(kind <> 'target') LIMIT 1;
    IF FOUND OR EXISTS (SELECT 1 FROM savings_statedlevel WHERE entry_id = owner.id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB035',
            MESSAGE = format('the lines of a division of %s come to %s', broken.year, broken.amount),
            DETAIL = format('%s;%s', broken.year, broken.amount);
    END IF;
    PERFORM valby_check_levels_after(owner);
END $$;

-- A level that is stated from a later day on holds from that day whatever was divided before: above or below alone, so that what
-- is taken and what is put would no longer come to zero.
CREATE FUNCTION valby_check_levels_after(owner savings_entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE later record;
BEGIN
    IF owner.act <> 'divide' THEN
        RETURN;
    END IF;
    SELECT l.year, e.booked_on INTO later
    FROM savings_posting p
    JOIN savings_statedlevel l ON COALESCE(l.initiative_id, 0) = COALESCE(p.initiative_id, 0)
         AND COALESCE(l.unit_id, 0) = COALESCE(p.unit_id, 0) AND l.year = p.year AND l.kind = p.kind
    JOIN savings_entry e ON e.id = l.entry_id AND e.programme_id = owner.programme_id AND e.booked_on > owner.booked_on
    JOIN savings_approval a ON a.entry_id = e.id
    WHERE p.entry_id = owner.id AND NOT EXISTS (
        SELECT 1 FROM savings_entry c JOIN savings_approval ca ON ca.entry_id = c.id
        WHERE c.corrects_id = e.id AND c.booked_on <= e.booked_on)
    ORDER BY e.booked_on DESC LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'VB036',
            MESSAGE = format('the target of %s is stated from %s on', later.year, later.booked_on),
            DETAIL = format('%s;%s', later.year, later.booked_on);
    END IF;
END $$;
