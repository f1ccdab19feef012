-- The trail's chain: a link for every row that is added, changed or deleted, with the digest of its canonical form.

GRANT SELECT ON savings_traillink TO :"role";
SELECT valby_make_append_only('traillink');

-- Appends a link over rows of one table, under the head's lock; savings/auditing/trail.py computes it again.
CREATE FUNCTION valby_add_link(name text, act text, keys bigint[], content text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE digest text := encode(sha256(convert_to(content, 'UTF8')), 'hex');
BEGIN
    WITH head AS (
        UPDATE savings_ledgerhead h SET trail_position = h.trail_position + 1, trail_hash = encode(sha256(convert_to(format(
            E'%s\n{"act":"%s","digest":"%s","keys":[%s],"position":%s,"table":"%s","version":1}',
            h.trail_hash, act, digest, array_to_string(keys, ','), h.trail_position + 1, name), 'UTF8')), 'hex')
        WHERE h.id = 1 RETURNING h.trail_position AS position, h.trail_hash AS hash
    )
    INSERT INTO savings_traillink (position, "table", act, keys, digest, hash)
    SELECT head.position, name, act, keys, digest, head.hash FROM head;
END $$;

-- Links the rows that a statement adds to tables whose rows are only ever added, all together.
CREATE FUNCTION valby_make_linked_by_statement(VARIADIC names text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text; short text;
BEGIN
    FOREACH name IN ARRAY names LOOP
        short := replace(name, 'savings_', '');
        EXECUTE format($f$
            CREATE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
            BEGIN
                PERFORM valby_add_link(TG_TABLE_NAME, 'insert', array_agg(a.%2$I ORDER BY a.%2$I),
                                       string_agg(%3$I(ROW(a.*)::%4$I), E'\n' ORDER BY a.%2$I))
                FROM added a HAVING count(*) > 0;
                RETURN NULL;
            END $body$;
            CREATE TRIGGER %5$I AFTER INSERT ON %4$I REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION %1$I()
        $f$, 'valby_link_' || short, valby_find_key(name), 'valby_write_' || short, name, 'zz_' || short || '_is_linked');
    END LOOP;
END $$;

-- Links each row of tables whose rows change, so that its last link says how it stands.
CREATE FUNCTION valby_make_linked_by_row(VARIADIC names text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text; short text;
BEGIN
    FOREACH name IN ARRAY names LOOP
        short := replace(name, 'savings_', '');
        EXECUTE format($f$
            CREATE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    PERFORM valby_add_link(TG_TABLE_NAME, 'delete', ARRAY[OLD.%2$I]::bigint[], '');
                ELSIF TG_OP = 'INSERT' OR %3$I(OLD) <> %3$I(NEW) THEN
                    PERFORM valby_add_link(TG_TABLE_NAME, lower(TG_OP), ARRAY[NEW.%2$I]::bigint[], %3$I(NEW));
                END IF;
                RETURN NULL;
            END $body$;
            CREATE TRIGGER %5$I AFTER INSERT OR UPDATE OR DELETE ON %4$I FOR EACH ROW EXECUTE FUNCTION %1$I()
        $f$, 'valby_link_' || short, valby_find_key(name), 'valby_write_' || short, name, 'zz_' || short || '_is_linked');
    END LOOP;
END $$;

CREATE FUNCTION valby_find_key(name text) RETURNS name LANGUAGE sql STABLE AS $$
    SELECT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0]
    WHERE indrelid = name::regclass AND indisprimary
$$;

SELECT valby_make_linked_by_statement(
    'savings_acknowledgement', 'savings_approval', 'savings_attachment', 'savings_bookingexception', 'savings_closing',
    'savings_confirmation', 'savings_entry', 'savings_evidence', 'savings_note', 'savings_noteverdict', 'savings_observation',
    'savings_paper', 'savings_posting', 'savings_pricebasis', 'savings_pricepoint', 'savings_pricerelease', 'savings_priceseries',
    'savings_publication', 'savings_question', 'savings_refusal', 'savings_report', 'savings_reportprogramme',
    'savings_reportrefusal', 'savings_roleproposal', 'savings_roleverdict', 'savings_round', 'savings_roundclosing', 'savings_roundreminder', 'savings_roundreply',
    'savings_roundtask', 'savings_statedlevel', 'savings_statement', 'savings_submission', 'savings_trailitem');
SELECT valby_make_linked_by_row(
    'auth_group', 'auth_group_permissions', 'savings_document', 'savings_indicator', 'savings_initiative', 'savings_milestone',
    'savings_programme', 'savings_programmeunit', 'savings_recoverycode', 'savings_secondfactor', 'savings_unit', 'savings_user', 'savings_user_groups',
    'savings_user_units', 'savings_user_user_permissions');
