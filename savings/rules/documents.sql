-- Documents and their attached files: frozen once an approved entry rests on them, for they are part of its hash.

GRANT SELECT, INSERT, UPDATE ON savings_document TO :"role";
GRANT SELECT, INSERT ON savings_attachment TO :"role";
SELECT valby_make_append_only('attachment');
-- A page shows the documents that its programme's entries, milestones and effects name; one that is new is named by none.
CREATE FUNCTION valby_find_programmes_of_document(document bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT programme_id FROM savings_entry WHERE decision_id = document
    UNION SELECT e.programme_id FROM savings_evidence v JOIN savings_entry e ON e.id = v.entry_id WHERE v.document_id = document
    UNION SELECT programme_id FROM savings_pricebasis WHERE decision_id = document
    UNION SELECT programme_id FROM savings_milestone WHERE source_id = document
    UNION SELECT programme_id FROM savings_indicator WHERE source_id = document
    UNION SELECT i.programme_id FROM savings_observation o JOIN savings_indicator i ON i.id = o.indicator_id WHERE o.source_id = document
$$;
SELECT valby_make_move_stamps('document', 'SELECT valby_find_programmes_of_document(id) FROM moved'),
       valby_make_move_stamps('attachment', 'SELECT valby_find_programmes_of_document(document_id) FROM moved');
SELECT valby_make_leave_trail('document');

CREATE FUNCTION valby_refuse_where_approved(document bigint, reference text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM savings_entry e JOIN savings_approval a ON a.entry_id = e.id WHERE e.decision_id = document)
       OR EXISTS (SELECT 1 FROM savings_evidence v JOIN savings_approval a ON a.entry_id = v.entry_id
                  WHERE v.document_id = document)
       OR EXISTS (SELECT 1 FROM savings_pricebasis b JOIN savings_approval a ON a.basis_id = b.id WHERE b.decision_id = document) THEN
        RAISE EXCEPTION USING ERRCODE = 'VB004', MESSAGE = format('approved entries rest on %s', reference);
    END IF;
END $$;

CREATE FUNCTION valby_freeze_document() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF OLD IS DISTINCT FROM NEW THEN
        PERFORM valby_refuse_where_approved(OLD.id, OLD.reference);
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER document_is_frozen_by_approval BEFORE UPDATE OR DELETE ON savings_document FOR EACH ROW
    EXECUTE FUNCTION valby_freeze_document();

CREATE FUNCTION valby_check_attachment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM valby_refuse_where_approved(NEW.document_id, 'the document');
    RETURN NEW;
END $$;
CREATE TRIGGER attachment_joins_an_open_document BEFORE INSERT ON savings_attachment FOR EACH ROW
    EXECUTE FUNCTION valby_check_attachment();

CREATE FUNCTION valby_trail_attachment() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM valby_add_trail_of_row('attached', 'document', NEW.document_id,
        (SELECT reference FROM savings_document WHERE id = NEW.document_id), NULL, to_jsonb(NEW));
    RETURN NULL;
END $$;
CREATE TRIGGER zy_attachment_leaves_a_trail AFTER INSERT ON savings_attachment FOR EACH ROW
    EXECUTE FUNCTION valby_trail_attachment();
