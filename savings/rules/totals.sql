-- What the database adds up by itself when an entry is approved: the balance of each cell, and the documents of initiatives.

GRANT SELECT ON savings_balance, savings_initiativedocument TO :"role";

CREATE FUNCTION valby_keep_totals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE owner savings_entry;
BEGIN
    SELECT * INTO owner FROM savings_entry WHERE id = NEW.entry_id;
    INSERT INTO savings_balance AS b (programme_id, kind, unit_id, initiative_id, year, price_level, earliest_year, evidenced,
                                      amount, lines)
    SELECT owner.programme_id, p.kind, p.unit_id, p.initiative_id, p.year, p.price_level, p.earliest_year, p.evidenced,
           sum(p.amount), sum(p.lines)
    FROM savings_posting p WHERE p.entry_id = owner.id
    GROUP BY p.kind, p.unit_id, p.initiative_id, p.year, p.price_level, p.earliest_year, p.evidenced
    ON CONFLICT ON CONSTRAINT balance_one_per_cell
    DO UPDATE SET amount = b.amount + EXCLUDED.amount, lines = b.lines + EXCLUDED.lines;

    INSERT INTO savings_initiativedocument AS d (programme_id, initiative_id, document_id, page, note, first_booked_on)
    SELECT DISTINCT ON (p.initiative_id, v.document_id, v.page)
           owner.programme_id, p.initiative_id, v.document_id, v.page, v.note, owner.booked_on
    FROM savings_evidence v
    JOIN (SELECT initiative_id FROM savings_posting
          WHERE entry_id = owner.id AND kind = 'realised' AND takes_back_id IS NULL AND NOT derived
          UNION
          SELECT initiative_id FROM savings_statedlevel WHERE entry_id = owner.id AND kind = 'realised') p ON true
    WHERE v.entry_id = owner.id
    ORDER BY p.initiative_id, v.document_id, v.page, v.id
    ON CONFLICT ON CONSTRAINT initiative_document_once
    DO UPDATE SET first_booked_on = LEAST(d.first_booked_on, EXCLUDED.first_booked_on);

    PERFORM valby_check_bounds(owner.id, owner.programme_id);
    RETURN NULL;
END $$;
CREATE TRIGGER approval_moves_the_totals AFTER INSERT ON savings_approval FOR EACH ROW
    WHEN (NEW.entry_id IS NOT NULL) EXECUTE FUNCTION valby_keep_totals();
