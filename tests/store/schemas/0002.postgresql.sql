CREATE FUNCTION refuse_audit_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'audit lines are only ever added'; END $$;
CREATE TABLE accounts (
    id character varying NOT NULL COLLATE pg_catalog."C",
    name character varying NOT NULL COLLATE pg_catalog."C",
    password_hash text NOT NULL,
    role character varying NOT NULL,
    state character varying NOT NULL,
    created_at character varying NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE attachments (
    id character varying NOT NULL COLLATE pg_catalog."C",
    person_id character varying NOT NULL COLLATE pg_catalog."C",
    sha256 character varying NOT NULL COLLATE pg_catalog."C",
    media_type character varying NOT NULL,
    added_at character varying NOT NULL COLLATE pg_catalog."C",
    place integer NOT NULL,
    salt character varying NOT NULL,
    data bytea NOT NULL
);
CREATE TABLE audit_head (
    id integer NOT NULL,
    sequence integer NOT NULL,
    hash character varying NOT NULL
);
CREATE TABLE audit_lines (
    sequence integer NOT NULL,
    at character varying NOT NULL COLLATE pg_catalog."C",
    who text NOT NULL,
    what character varying NOT NULL,
    why character varying NOT NULL,
    person_id character varying NOT NULL COLLATE pg_catalog."C",
    record_id character varying NOT NULL COLLATE pg_catalog."C",
    version character varying NOT NULL,
    digest character varying NOT NULL,
    previous character varying NOT NULL,
    hash character varying NOT NULL
);
CREATE TABLE care (
    account_id character varying NOT NULL COLLATE pg_catalog."C",
    person_id character varying NOT NULL COLLATE pg_catalog."C",
    relation character varying NOT NULL,
    given_at character varying NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE invitations (
    token_sha256 character varying NOT NULL COLLATE pg_catalog."C",
    purpose character varying NOT NULL,
    role character varying NOT NULL,
    person_id character varying COLLATE pg_catalog."C",
    account_id character varying COLLATE pg_catalog."C",
    made_by character varying COLLATE pg_catalog."C",
    made_at character varying NOT NULL COLLATE pg_catalog."C",
    expires_at character varying NOT NULL COLLATE pg_catalog."C",
    used_at character varying COLLATE pg_catalog."C"
);
CREATE TABLE jobs (
    id character varying NOT NULL COLLATE pg_catalog."C",
    kind character varying NOT NULL,
    key character varying NOT NULL COLLATE pg_catalog."C",
    person_id character varying COLLATE pg_catalog."C",
    account_id character varying COLLATE pg_catalog."C",
    params text NOT NULL,
    state character varying NOT NULL,
    progress double precision NOT NULL,
    says text,
    error text,
    asked_at character varying NOT NULL COLLATE pg_catalog."C",
    started_at character varying COLLATE pg_catalog."C",
    beat_at character varying COLLATE pg_catalog."C",
    ended_at character varying COLLATE pg_catalog."C"
);
CREATE TABLE people (
    id character varying NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    added_at character varying NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE records (
    id character varying NOT NULL COLLATE pg_catalog."C",
    person_id character varying NOT NULL COLLATE pg_catalog."C",
    kind character varying NOT NULL COLLATE pg_catalog."C",
    day character varying NOT NULL COLLATE pg_catalog."C",
    written_at character varying NOT NULL COLLATE pg_catalog."C",
    version integer NOT NULL,
    place integer NOT NULL,
    salt character varying NOT NULL,
    content text NOT NULL
);
CREATE TABLE seal (
    id integer NOT NULL,
    salt character varying NOT NULL,
    n integer NOT NULL,
    r integer NOT NULL,
    p integer NOT NULL,
    wrapped character varying NOT NULL
);
CREATE TABLE tombstones (
    person_id character varying NOT NULL COLLATE pg_catalog."C",
    erased_at character varying NOT NULL COLLATE pg_catalog."C",
    swept boolean NOT NULL
);
CREATE TABLE web_sessions (
    token_sha256 character varying NOT NULL COLLATE pg_catalog."C",
    account_id character varying COLLATE pg_catalog."C",
    csrf character varying NOT NULL,
    created_at character varying NOT NULL COLLATE pg_catalog."C",
    seen_at character varying NOT NULL COLLATE pg_catalog."C",
    expires_at character varying NOT NULL COLLATE pg_catalog."C"
);
INSERT INTO accounts VALUES ('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'doctor', '$argon2id$of-a-test', 'clinician', 'active', '2026-03-01T08:00:00.000000Z');
INSERT INTO alembic_version VALUES ('0002');
INSERT INTO attachments VALUES ('fad733a2f019b0dbca37cb0528a1d0fd', 'f0d0aed0f0ae39101724cbebf3cd7dc6', 'a1abfd410973b0111c215baa879b9edcd739e601659ba44168269767cc2e9108', 'image/png', '2026-11-21T20:11:45.528679Z', 10, 'f00235b759b2b9584c37b47778084c07', '\x89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636800000082008177cd72b60000000049454e44ae426082');
INSERT INTO audit_head VALUES (1, 14, '0c5d9e46a776b35de04928cb05abb764c65a823d7ff3fde8418c6803e76766bb');
INSERT INTO audit_lines VALUES (1, '2026-11-21T20:11:45.503907Z', 'a tester', 'create', 'maintenance', '', '', '0.1.0', '', '', '9ba8095a94c1ffc5fadf25cec4c7098d1d451379137c3af0d0973e6e3b5fb745');
INSERT INTO audit_lines VALUES (2, '2026-11-21T20:11:45.512427Z', 'a tester', 'add person', 'entry', 'f0d0aed0f0ae39101724cbebf3cd7dc6', '', '0.1.0', '', '9ba8095a94c1ffc5fadf25cec4c7098d1d451379137c3af0d0973e6e3b5fb745', 'deff5e02be6a59deea03d8fcd3192ba2238a49a42018718207439db5da0335c4');
INSERT INTO audit_lines VALUES (3, '2026-11-21T20:11:45.514263Z', 'a tester', 'add person', 'entry', 'a952c442d6196c9c71fe929c1e9e76d9', '', '0.1.0', '', 'deff5e02be6a59deea03d8fcd3192ba2238a49a42018718207439db5da0335c4', '0c6f1cfb08b79e6f84763287d583b12a9f263777cb5285d553fac264c810d0dc');
INSERT INTO audit_lines VALUES (4, '2026-11-21T20:11:45.515794Z', 'a tester', 'add person', 'entry', 'dbd3c7771c7373a2ba3a7394954038e4', '', '0.1.0', '', '0c6f1cfb08b79e6f84763287d583b12a9f263777cb5285d553fac264c810d0dc', '15437c1597b88a8b5b47d4948c5f67b2a01fb1cd6b54814875afc368fdb923cb');
INSERT INTO audit_lines VALUES (5, '2026-11-21T20:11:45.517847Z', 'a tester', 'put', 'entry', 'f0d0aed0f0ae39101724cbebf3cd7dc6', 'd1f4b3986ba83e8b16231639d2cddf64', '0.1.0', '2fe1c9660a290190b3321ed5e355f3156bc67c74cac463ff019b58e66ccfbb36', '15437c1597b88a8b5b47d4948c5f67b2a01fb1cd6b54814875afc368fdb923cb', 'e7d4cc3c17ca1d1bf5cf466d38f4c576bc68cc1f6318e2d688e916ad0bf7a809');
INSERT INTO audit_lines VALUES (6, '2026-11-21T20:11:45.520697Z', 'a tester', 'put', 'entry', 'f0d0aed0f0ae39101724cbebf3cd7dc6', '801cb29b09ac867e1ac2a24aba5349b9', '0.1.0', 'a4c371de2eb56d927fbed19462bc500f7115d272ab356ac5ebd703154f5bb979', 'e7d4cc3c17ca1d1bf5cf466d38f4c576bc68cc1f6318e2d688e916ad0bf7a809', 'e0cc720f32963f7445ea15aaa20608f08a60296b20aeb038751ba2047b7b235f');
INSERT INTO audit_lines VALUES (7, '2026-11-21T20:11:45.523078Z', 'a tester', 'replace', 'correction', 'f0d0aed0f0ae39101724cbebf3cd7dc6', '801cb29b09ac867e1ac2a24aba5349b9', '0.1.0', '7d139b99c2c2d5d6886f43437a5f14dd7813e43419366e4f828362726502f3a4', 'e0cc720f32963f7445ea15aaa20608f08a60296b20aeb038751ba2047b7b235f', '265a6c5cd73944c74ec24243fd35020d5a29ec76a54c6f3cf8f95855d20aed7b');
INSERT INTO audit_lines VALUES (8, '2026-11-21T20:11:45.525766Z', 'a tester', 'put', 'entry', 'f0d0aed0f0ae39101724cbebf3cd7dc6', '62ada24f98083ff36ce1e7490d8360c5', '0.1.0', '7b760a147a45eca3210e9a55e147c5f3da9924f8a64db0c2c319e81bc43fb845', '265a6c5cd73944c74ec24243fd35020d5a29ec76a54c6f3cf8f95855d20aed7b', 'aec538a9febdfa2677dc61701f9e39826cd98d590ff5cb88c8d2d95ec39964de');
INSERT INTO audit_lines VALUES (9, '2026-11-21T20:11:45.528077Z', 'a tester', 'delete', 'mistake', 'f0d0aed0f0ae39101724cbebf3cd7dc6', '62ada24f98083ff36ce1e7490d8360c5', '0.1.0', '', 'aec538a9febdfa2677dc61701f9e39826cd98d590ff5cb88c8d2d95ec39964de', 'ce43aa38c864fb1b3771d04be810920ac5d2f62b2922ca93d8de24bb9e7e97f4');
INSERT INTO audit_lines VALUES (10, '2026-11-21T20:11:45.530712Z', 'a tester', 'attach', 'entry', 'f0d0aed0f0ae39101724cbebf3cd7dc6', 'fad733a2f019b0dbca37cb0528a1d0fd', '0.1.0', 'bab91d4038eb81549d045273d1532a1d677019a0c4d9a3e20bc7a6056859cf92', 'ce43aa38c864fb1b3771d04be810920ac5d2f62b2922ca93d8de24bb9e7e97f4', '95edbb9c6333a07db77c7baee759eedf7544ea2c2ff50a1bbddf23a63246c3fd');
INSERT INTO audit_lines VALUES (11, '2026-11-21T20:11:45.534555Z', 'a tester', 'put', 'entry', 'f0d0aed0f0ae39101724cbebf3cd7dc6', '960fc90ec3d43b913edba25788770d38', '0.1.0', 'd471a2d8fa05bbce611cee6390fb0d4a1254e0e606a07eaa67d65cb2dde75bc8', '95edbb9c6333a07db77c7baee759eedf7544ea2c2ff50a1bbddf23a63246c3fd', '37b364700e4760e89dbaf6bb6923dfb057b27ea276201790db74726bf1b83259');
INSERT INTO audit_lines VALUES (12, '2026-11-21T20:11:45.537954Z', 'a tester', 'put', 'entry', 'a952c442d6196c9c71fe929c1e9e76d9', '8c198db1242e1c12d6a7419cc9cd3969', '0.1.0', '0a12033c62839761416d582fb4d9d0dcd47d2e077158d8a04aedbb13c4f9ff60', '37b364700e4760e89dbaf6bb6923dfb057b27ea276201790db74726bf1b83259', 'f48bf32bbf3613895b7943307fe4bcb9752efff0049b433000119ac119ca31b8');
INSERT INTO audit_lines VALUES (13, '2026-11-21T20:11:45.540538Z', 'a tester', 'put', 'entry', 'dbd3c7771c7373a2ba3a7394954038e4', '3ffb33dc59d6903c5da76cf28cc9b0b4', '0.1.0', '1d50881d67c05ab173194f682b8ed5428f0509c26a9f53dd7275ab8608f851be', 'f48bf32bbf3613895b7943307fe4bcb9752efff0049b433000119ac119ca31b8', 'e99df816af16014108a7e7b08c9d55e33d7fb1b2eaeea29c84799b7f49c3ffa2');
INSERT INTO audit_lines VALUES (14, '2026-11-21T20:11:45.558136Z', 'a tester', 'erase', 'request', 'dbd3c7771c7373a2ba3a7394954038e4', '', '0.1.0', '', 'e99df816af16014108a7e7b08c9d55e33d7fb1b2eaeea29c84799b7f49c3ffa2', '0c5d9e46a776b35de04928cb05abb764c65a823d7ff3fde8418c6803e76766bb');
INSERT INTO care VALUES ('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'f0d0aed0f0ae39101724cbebf3cd7dc6', 'clinician', '2026-03-01T08:00:00.000000Z');
INSERT INTO invitations VALUES ('dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', 'join', 'person', 'f0d0aed0f0ae39101724cbebf3cd7dc6', NULL, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '2026-03-01T08:00:00.000000Z', '2036-03-01T08:00:00.000000Z', NULL);
INSERT INTO jobs VALUES ('eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee', 'consultation', 'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff', 'f0d0aed0f0ae39101724cbebf3cd7dc6', NULL, '{}', 'queued', 0, NULL, NULL, '2026-03-01T08:00:00.000000Z', NULL, NULL, NULL);
INSERT INTO people VALUES ('f0d0aed0f0ae39101724cbebf3cd7dc6', 'Ann', '2026-11-21T20:11:45.510518Z');
INSERT INTO people VALUES ('a952c442d6196c9c71fe929c1e9e76d9', 'Ben', '2026-11-21T20:11:45.513353Z');
INSERT INTO records VALUES ('d1f4b3986ba83e8b16231639d2cddf64', 'f0d0aed0f0ae39101724cbebf3cd7dc6', 'answers', '2026-03-01', '2026-11-21T20:11:45.516432Z', 1, 5, '9e5d711aa0f53ee26fcd235006355653', '{"age":31,"sex":"female","note":"fr\u00fch"}');
INSERT INTO records VALUES ('801cb29b09ac867e1ac2a24aba5349b9', 'f0d0aed0f0ae39101724cbebf3cd7dc6', 'shed_count', '2026-03-02T07:00:00.000000Z', '2026-11-21T20:11:45.522845Z', 2, 6, '6b0473a3a3d02cd336823150b0a9d41d', '{"method":"wash","counts":[62.0]}');
INSERT INTO records VALUES ('960fc90ec3d43b913edba25788770d38', 'f0d0aed0f0ae39101724cbebf3cd7dc6', 'photograph', '2026-03-02', '2026-11-21T20:11:45.532951Z', 1, 11, '241f38d7c1947956f7d89ecf62a21186', '{"sha256":"a1abfd410973b0111c215baa879b9edcd739e601659ba44168269767cc2e9108"}');
INSERT INTO records VALUES ('8c198db1242e1c12d6a7419cc9cd3969', 'a952c442d6196c9c71fe929c1e9e76d9', 'grade', '2026-03-01', '2026-11-21T20:11:45.535943Z', 1, 12, '9e532deb402b3ad7ceca718aa0af9b0f', '{"scale":"norwood","grade":"III vertex"}');
INSERT INTO tombstones VALUES ('dbd3c7771c7373a2ba3a7394954038e4', '2026-11-21T20:11:45.557162Z', true);
INSERT INTO web_sessions VALUES ('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'c', '2026-03-01T08:00:00.000000Z', '2026-03-01T08:00:00.000000Z', '2036-03-01T08:00:00.000000Z');
ALTER TABLE ONLY alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY accounts
    ADD CONSTRAINT pk_accounts PRIMARY KEY (id);
ALTER TABLE ONLY attachments
    ADD CONSTRAINT pk_attachments PRIMARY KEY (id);
ALTER TABLE ONLY audit_head
    ADD CONSTRAINT pk_audit_head PRIMARY KEY (id);
ALTER TABLE ONLY audit_lines
    ADD CONSTRAINT pk_audit_lines PRIMARY KEY (sequence);
ALTER TABLE ONLY care
    ADD CONSTRAINT pk_care PRIMARY KEY (account_id, person_id);
ALTER TABLE ONLY invitations
    ADD CONSTRAINT pk_invitations PRIMARY KEY (token_sha256);
ALTER TABLE ONLY jobs
    ADD CONSTRAINT pk_jobs PRIMARY KEY (id);
ALTER TABLE ONLY people
    ADD CONSTRAINT pk_people PRIMARY KEY (id);
ALTER TABLE ONLY records
    ADD CONSTRAINT pk_records PRIMARY KEY (id);
ALTER TABLE ONLY seal
    ADD CONSTRAINT pk_seal PRIMARY KEY (id);
ALTER TABLE ONLY tombstones
    ADD CONSTRAINT pk_tombstones PRIMARY KEY (person_id);
ALTER TABLE ONLY web_sessions
    ADD CONSTRAINT pk_web_sessions PRIMARY KEY (token_sha256);
ALTER TABLE ONLY accounts
    ADD CONSTRAINT uq_accounts_name UNIQUE (name);
CREATE UNIQUE INDEX ix_attachments_person_id_sha256 ON attachments USING btree (person_id, sha256);
CREATE INDEX ix_audit_lines_person_id ON audit_lines USING btree (person_id);
CREATE INDEX ix_care_person_id ON care USING btree (person_id);
CREATE INDEX ix_jobs_key ON jobs USING btree (key);
CREATE INDEX ix_jobs_person_id ON jobs USING btree (person_id);
CREATE INDEX ix_jobs_state_asked_at ON jobs USING btree (state, asked_at);
CREATE INDEX ix_records_person_id_day_place ON records USING btree (person_id, day, place);
CREATE INDEX ix_web_sessions_account_id ON web_sessions USING btree (account_id);
CREATE INDEX ix_web_sessions_expires_at ON web_sessions USING btree (expires_at);
CREATE TRIGGER audit_lines_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit_lines FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
ALTER TABLE ONLY attachments
    ADD CONSTRAINT fk_attachments_person_id FOREIGN KEY (person_id) REFERENCES people(id);
ALTER TABLE ONLY care
    ADD CONSTRAINT fk_care_account_id FOREIGN KEY (account_id) REFERENCES accounts(id);
ALTER TABLE ONLY care
    ADD CONSTRAINT fk_care_person_id FOREIGN KEY (person_id) REFERENCES people(id);
ALTER TABLE ONLY invitations
    ADD CONSTRAINT fk_invitations_account_id FOREIGN KEY (account_id) REFERENCES accounts(id);
ALTER TABLE ONLY invitations
    ADD CONSTRAINT fk_invitations_made_by FOREIGN KEY (made_by) REFERENCES accounts(id);
ALTER TABLE ONLY invitations
    ADD CONSTRAINT fk_invitations_person_id FOREIGN KEY (person_id) REFERENCES people(id);
ALTER TABLE ONLY jobs
    ADD CONSTRAINT fk_jobs_account_id FOREIGN KEY (account_id) REFERENCES accounts(id);
ALTER TABLE ONLY jobs
    ADD CONSTRAINT fk_jobs_person_id FOREIGN KEY (person_id) REFERENCES people(id);
ALTER TABLE ONLY records
    ADD CONSTRAINT fk_records_person_id FOREIGN KEY (person_id) REFERENCES people(id);
ALTER TABLE ONLY web_sessions
    ADD CONSTRAINT fk_web_sessions_account_id FOREIGN KEY (account_id) REFERENCES accounts(id);
