-- Corrections: one for each approved entry, of the same programme and booked no earlier, that takes the entry back whole.

-- Its lines take back the entry's own; what the entry stated as levels ends with the correction (levels.sql).

CREATE FUNCTION valby_check_correction(correction savings_entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE corrected savings_entry;
BEGIN
    SELECT * INTO corrected FROM savings_entry WHERE id = correction.corrects_id;
    IF corrected.programme_id <> correction.programme_id OR corrected.booked_on > correction.booked_on
       OR NOT EXISTS (SELECT 1 FROM savings_approval WHERE entry_id = corrected.id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB014',
            MESSAGE = 'only an approved entry of the same programme, booked no later, can be corrected';
    END IF;
    IF EXISTS (SELECT 1 FROM savings_entry e JOIN savings_approval a ON a.entry_id = e.id WHERE e.corrects_id = corrected.id) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB015', MESSAGE = format('entry %s is already corrected', corrected.id);
    END IF;
    IF EXISTS (
        SELECT 1 FROM savings_posting
        WHERE (entry_id = corrected.id AND takes_back_id IS NULL AND NOT derived) OR (entry_id = correction.id AND takes_back_id IS NOT NULL)
        GROUP BY kind, unit_id, initiative_id, year, price_level, earliest_year HAVING sum(amount) <> 0
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB016', MESSAGE = format('the correction does not take back entry %s whole', corrected.id);
    END IF;
END $$;
