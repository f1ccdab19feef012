-- The canonical form of rows, as savings/chain.py writes it: JSON with sorted keys and no spaces, which the hashes cover.

-- What writes one column, by its type: dates ISO, moments in UTC, amounts with øre as texts, JSON as PostgreSQL writes it,
-- and of a file its SHA-256.
CREATE FUNCTION valby_write_column(name text, type regtype) RETURNS text LANGUAGE plpgsql AS $$
DECLARE value text := format('r.%I', name); written text;
BEGIN
    written := CASE
        WHEN type = 'bigint[]'::regtype THEN format($f$'[' || array_to_string(%s, ',') || ']'$f$, value)
        WHEN type IN ('bigint'::regtype, 'integer'::regtype, 'smallint'::regtype, 'boolean'::regtype) THEN value || '::text'
        WHEN type IN ('text'::regtype, 'varchar'::regtype) THEN format('to_json(%s)::text', value)
        WHEN type = 'jsonb'::regtype THEN format('to_json(%s::text)::text', value)
        WHEN type IN ('numeric'::regtype, 'uuid'::regtype) THEN format($f$'"' || %s::text || '"'$f$, value)
        WHEN type = 'date'::regtype THEN format($f$'"' || to_char(%s, 'YYYY-MM-DD') || '"'$f$, value)
        WHEN type = 'timestamptz'::regtype
            THEN format($f$'"' || to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"') || '"'$f$, value)
        WHEN type = 'bytea'::regtype THEN format($f$'"' || encode(sha256(%s), 'hex') || '"'$f$, value)
    END;
    IF written IS NULL THEN
        RAISE EXCEPTION 'a column of type % has no canonical form', type;
    END IF;
    RETURN format('COALESCE(%s, ''null'')', written);
END $$;

-- Makes `valby_write_<table>(row)`, the canonical form of a row, for each table while the rules are applied.
DO $$
DECLARE name text; body text;
BEGIN
    FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
                AND (relname LIKE 'savings\_%' OR relname IN ('auth_group', 'auth_group_permissions')) LOOP
        SELECT string_agg(format('%L || %s', to_json(attname::text)::text || ':', valby_write_column(attname, atttypid)),
                          ' || '','' || ' ORDER BY attname COLLATE "C") INTO body
        FROM pg_attribute WHERE attrelid = name::regclass AND attnum > 0 AND NOT attisdropped
        -- That somebody logged in is no change of the account.
        AND (name, attname) NOT IN (('savings_user', 'last_login'), ('savings_secondfactor', 'last_step'));
        EXECUTE format('CREATE FUNCTION %I(r %I) RETURNS text LANGUAGE sql STABLE AS %L',
                       'valby_write_' || replace(name, 'savings_', ''), name, format('SELECT ''{'' || %s || ''}''', body));
    END LOOP;
END $$;

-- The files of a document stand among its columns, and only where there are any.
CREATE FUNCTION valby_write_document_with_files(document savings_document) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    -- A quotation mark within a value is escaped, so this is the place between the keys, and found once.
    SELECT CASE WHEN files IS NULL THEN valby_write_document(document)
                ELSE replace(valby_write_document(document), ',"id":', ',"files":[' || files || '],"id":') END
    FROM (SELECT string_agg(valby_write_attachment(a), ',' ORDER BY a.id) AS files
          FROM savings_attachment a WHERE a.document_id = document.id) attached
$$;

-- What the hash of an entry's approval covers, but for the approval itself, which is the first of the keys.
CREATE FUNCTION valby_write_entry_contents(number bigint) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT '"documents":[' || COALESCE((
               SELECT string_agg(valby_write_document_with_files(d), ',' ORDER BY d.id) FROM savings_document d
               WHERE d.id = e.decision_id OR d.id IN (SELECT v.document_id FROM savings_evidence v WHERE v.entry_id = e.id)), '')
        || '],"entry":' || valby_write_entry(e)
        || ',"evidence":[' || COALESCE((
               SELECT string_agg(valby_write_evidence(v), ',' ORDER BY v.id) FROM savings_evidence v WHERE v.entry_id = e.id), '')
        || '],"levels":[' || COALESCE((
               SELECT string_agg(valby_write_statedlevel(l), ',' ORDER BY l.id) FROM savings_statedlevel l WHERE l.entry_id = e.id), '')
        || '],"postings":[' || COALESCE((
               SELECT string_agg(valby_write_posting(p), ',' ORDER BY p.id) FROM savings_posting p WHERE p.entry_id = e.id), '')
        || '],"statements":[' || COALESCE((
               SELECT string_agg(valby_write_statement(s), ',' ORDER BY s.id) FROM savings_statement s WHERE s.entry_id = e.id), '')
        || '],"submission":' || COALESCE((SELECT valby_write_submission(s) FROM savings_submission s WHERE s.entry_id = e.id), 'null')
    FROM savings_entry e WHERE e.id = number
$$;

-- The same of a price release.
CREATE FUNCTION valby_write_release_contents(number bigint) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT '"points":[' || COALESCE((
               SELECT string_agg(valby_write_pricepoint(p), ',' ORDER BY p.id) FROM savings_pricepoint p WHERE p.release_id = r.id), '')
        || '],"release":' || valby_write_pricerelease(r)
        || ',"series":' || (SELECT valby_write_priceseries(s) FROM savings_priceseries s WHERE s.id = r.series_id)
    FROM savings_pricerelease r WHERE r.id = number
$$;

-- The same of a price basis, with the decision it rests on.
CREATE FUNCTION valby_write_basis_contents(number bigint) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT '"basis":' || valby_write_pricebasis(b)
        || ',"documents":[' || (SELECT valby_write_document_with_files(d) FROM savings_document d WHERE d.id = b.decision_id) || ']'
    FROM savings_pricebasis b WHERE b.id = number
$$;

-- The hash of a link: SHA-256 over the hash before it and the canonical content with its version.
CREATE FUNCTION valby_hash_link(link savings_approval) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT encode(sha256(convert_to(format(E'%s\n{"approval":{"at":"%s","by_id":%s,"position":%s},%s,"version":%s}',
        link.previous_hash, to_char(link.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'), link.by_id, link.position,
        CASE WHEN link.entry_id IS NOT NULL THEN valby_write_entry_contents(link.entry_id)
             WHEN link.release_id IS NOT NULL THEN valby_write_release_contents(link.release_id)
             ELSE valby_write_basis_contents(link.basis_id) END,
        link.version), 'UTF8')), 'hex')
$$;
