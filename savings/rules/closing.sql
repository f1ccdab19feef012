-- Closed books: nothing is booked into them, but for the persons who are named for a time.

GRANT SELECT, INSERT ON savings_closing, savings_bookingexception TO :"role";
SELECT valby_make_append_only('closing', 'bookingexception');
SELECT valby_make_move_stamps('closing', 'SELECT programme_id FROM moved'),
       valby_make_move_stamps('bookingexception', 'SELECT c.programme_id FROM moved JOIN savings_closing c ON c.id = moved.closing_id');

CREATE FUNCTION valby_check_books_open(owner savings_entry) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM savings_closing c
        WHERE (c.programme_id IS NULL OR c.programme_id = owner.programme_id) AND c.through >= owner.booked_on
          AND NOT EXISTS (SELECT 1 FROM savings_bookingexception x
                          WHERE x.closing_id = c.id AND x.person_id = owner.recorded_by_id
                            AND x.until >= (owner.recorded_at AT TIME ZONE 'Europe/Copenhagen')::date)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB019', MESSAGE = format('the books are closed on %s', owner.booked_on);
    END IF;
END $$;

CREATE FUNCTION valby_trail_closing() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE added jsonb := to_jsonb(NEW); closing savings_closing;
BEGIN
    SELECT * INTO closing FROM savings_closing WHERE id = COALESCE(added->>'closing_id', added->>'id')::bigint;
    PERFORM valby_add_trail_of_row(TG_ARGV[0], 'books', closing.id, closing.through::text, closing.programme_id, added);
    RETURN NULL;
END $$;
CREATE TRIGGER zy_closing_leaves_a_trail AFTER INSERT ON savings_closing FOR EACH ROW
    EXECUTE FUNCTION valby_trail_closing('closed');
CREATE TRIGGER zy_exception_leaves_a_trail AFTER INSERT ON savings_bookingexception FOR EACH ROW
    EXECUTE FUNCTION valby_trail_closing('exception');
