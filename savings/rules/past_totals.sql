-- What the database adds up of the past: the balance of each cell by the year and by the month in which its lines are booked.

GRANT SELECT ON savings_pastbalance TO :"role";

-- A month of 0 is the whole year.
CREATE FUNCTION valby_keep_past_totals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO savings_pastbalance AS b (programme_id, booked_year, booked_month, kind, unit_id, initiative_id, year, price_level,
                                          earliest_year, evidenced, amount, lines)
    SELECT e.programme_id, extract(year FROM p.booked_on), span.month, p.kind, p.unit_id, p.initiative_id, p.year,
           p.price_level, p.earliest_year, p.evidenced, sum(p.amount), sum(p.lines)
    FROM savings_posting p
    JOIN savings_entry e ON e.id = p.entry_id
    CROSS JOIN LATERAL (VALUES (0), (extract(month FROM p.booked_on))) AS span(month)
    WHERE p.entry_id = NEW.entry_id
    GROUP BY e.programme_id, 2, span.month, p.kind, p.unit_id, p.initiative_id, p.year, p.price_level, p.earliest_year, p.evidenced
    ON CONFLICT ON CONSTRAINT past_balance_one_per_cell_and_time
    DO UPDATE SET amount = b.amount + EXCLUDED.amount, lines = b.lines + EXCLUDED.lines;
    RETURN NULL;
END $$;
CREATE TRIGGER approval_moves_the_totals_of_the_past AFTER INSERT ON savings_approval FOR EACH ROW
    WHEN (NEW.entry_id IS NOT NULL) EXECUTE FUNCTION valby_keep_past_totals();
