#!/bin/sh
# Makes the database and its two log-ins when the container's PostgreSQL begins; psql quotes the passwords.
set -eu
psql --username postgres --set ON_ERROR_STOP=1 --set owner="$OWNER_PASSWORD" --set web="$WEB_PASSWORD" <<'SQL'
CREATE ROLE valby_owner LOGIN PASSWORD :'owner';
CREATE ROLE valby_web LOGIN PASSWORD :'web';
CREATE DATABASE valby OWNER valby_owner ENCODING 'UTF8' TEMPLATE template0;
SQL
