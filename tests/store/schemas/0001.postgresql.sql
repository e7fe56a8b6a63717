CREATE FUNCTION refuse_audit_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'audit lines are only ever added'; END $$;
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
INSERT INTO alembic_version VALUES ('0001');
INSERT INTO attachments VALUES ('e383cbd047ad484664a9f48e5dd29b0c', '72a5a6e30a31be274943bd5d1a3c0cff', 'a1abfd410973b0111c215baa879b9edcd739e601659ba44168269767cc2e9108', 'image/png', '2026-11-21T17:30:26.825852Z', 9, 'c6fda8fb3524fa55b27cab174bf35913', '\x89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636800000082008177cd72b60000000049454e44ae426082');
INSERT INTO audit_head VALUES (1, 14, 'd1fd0ed87fb3d821cc158cac04d358eab7e9e543bc07df52a341d449c1521abd');
INSERT INTO audit_lines VALUES (1, '2026-11-21T17:30:26.688290Z', 'a tester', 'create', 'maintenance', '', '', '0.1.0', '', '', '4bef65db7e936343d8b06ca794003f0b41f274bfe859702c3cf7c6d54d3c758f');
INSERT INTO audit_lines VALUES (2, '2026-11-21T17:30:26.726001Z', 'a tester', 'add person', 'entry', '72a5a6e30a31be274943bd5d1a3c0cff', '', '0.1.0', '', '4bef65db7e936343d8b06ca794003f0b41f274bfe859702c3cf7c6d54d3c758f', 'fae7057d91d045580a42a11a7d3864cb69192f86f2bf4b4204c900a98e146672');
INSERT INTO audit_lines VALUES (3, '2026-11-21T17:30:26.739092Z', 'a tester', 'add person', 'entry', 'c9fc8a17166b60a44932c277d895f493', '', '0.1.0', '', 'fae7057d91d045580a42a11a7d3864cb69192f86f2bf4b4204c900a98e146672', 'c89a0d786a0bb080ee3b225f0fa9542503be5ae724e8e28270d2b04c7f9b9e6c');
INSERT INTO audit_lines VALUES (4, '2026-11-21T17:30:26.754157Z', 'a tester', 'put', 'entry', '72a5a6e30a31be274943bd5d1a3c0cff', 'c17d71b6313cc4921f68710d52603657', '0.1.0', 'faa8c70562222047e6f3e36378216887dc1253301e22df321b0d14d38747629f', 'c89a0d786a0bb080ee3b225f0fa9542503be5ae724e8e28270d2b04c7f9b9e6c', '7d6381dd347439aff98c9795736d7c4f99fa3f576010fb86857a5993cf2cb8b8');
INSERT INTO audit_lines VALUES (5, '2026-11-21T17:30:26.767267Z', 'a tester', 'put', 'entry', '72a5a6e30a31be274943bd5d1a3c0cff', '9b27578c6bbd3c00198eda73fb30d1dd', '0.1.0', '8a9612d5b031dde0a4a9321a8be52b65fb36a14d8eafeb5ffc3ce00a362adab6', '7d6381dd347439aff98c9795736d7c4f99fa3f576010fb86857a5993cf2cb8b8', 'd4ccce4164e44e850118be59128dde3996228b1d038ff828d8feebd80cef8d57');
INSERT INTO audit_lines VALUES (6, '2026-11-21T17:30:26.794577Z', 'a tester', 'replace', 'correction', '72a5a6e30a31be274943bd5d1a3c0cff', '9b27578c6bbd3c00198eda73fb30d1dd', '0.1.0', '67c35a2263a4759be2b2ca17c8bb3530358314318d52a7604a5e461503845653', 'd4ccce4164e44e850118be59128dde3996228b1d038ff828d8feebd80cef8d57', 'be30afffab525522c04b47628eed7bd08175c85bd31e995a386801c12daf8510');
INSERT INTO audit_lines VALUES (7, '2026-11-21T17:30:26.806705Z', 'a tester', 'put', 'entry', '72a5a6e30a31be274943bd5d1a3c0cff', '9a77369ac67f1e4a9164e033f7a800e3', '0.1.0', '4993883ceb879b694792a7cccc94f507430e1e18070175036152e750caffb2a8', 'be30afffab525522c04b47628eed7bd08175c85bd31e995a386801c12daf8510', '33721bf877ada8a1164a704ddf31c85bd34adb024bb15034fb4f53023fdb2077');
INSERT INTO audit_lines VALUES (8, '2026-11-21T17:30:26.821695Z', 'a tester', 'delete', 'mistake', '72a5a6e30a31be274943bd5d1a3c0cff', '9a77369ac67f1e4a9164e033f7a800e3', '0.1.0', '', '33721bf877ada8a1164a704ddf31c85bd34adb024bb15034fb4f53023fdb2077', '3fca9ca2534efc8d19b435c7797af5763dc5326f97a96ab7f55a1f7afc6c70cc');
INSERT INTO audit_lines VALUES (9, '2026-11-21T17:30:26.837240Z', 'a tester', 'attach', 'entry', '72a5a6e30a31be274943bd5d1a3c0cff', 'e383cbd047ad484664a9f48e5dd29b0c', '0.1.0', '371473f4d2f15c7ed1ba2c85f339bd71d14d9fb574bde93d920e011638776dc8', '3fca9ca2534efc8d19b435c7797af5763dc5326f97a96ab7f55a1f7afc6c70cc', '4356867c4398dc583534c5b6146f76baeed583f20a1b5d4f5bd8fe4d20e1017f');
INSERT INTO audit_lines VALUES (10, '2026-11-21T17:30:26.851311Z', 'a tester', 'put', 'entry', '72a5a6e30a31be274943bd5d1a3c0cff', 'dbae2f992bb539a904105ab0efaf47ae', '0.1.0', '10fcce0d62883ff654560aed72088910d951d34bf21542b586b1af5e028d3f11', '4356867c4398dc583534c5b6146f76baeed583f20a1b5d4f5bd8fe4d20e1017f', '265d23d9c42194a2add679925e75b75b46666ecd7043362c50f578dd2116b66b');
INSERT INTO audit_lines VALUES (11, '2026-11-21T17:30:26.863371Z', 'a tester', 'put', 'entry', 'c9fc8a17166b60a44932c277d895f493', '50b196022e53c9a75386433185f2dd61', '0.1.0', 'b59d7f308fa3003deab96211671fa1616a30707b37bd4858cbd3c1bcc2804704', '265d23d9c42194a2add679925e75b75b46666ecd7043362c50f578dd2116b66b', '33d5fdc24664d180e0fcc767c6ba1bf384af1d53b9fbd022dd6e260e200487f3');
INSERT INTO audit_lines VALUES (12, '2026-11-21T17:30:26.878534Z', 'a tester', 'add person', 'entry', '1a39539e7277e201dde1a6fce4fd6af9', '', '0.1.0', '', '33d5fdc24664d180e0fcc767c6ba1bf384af1d53b9fbd022dd6e260e200487f3', 'c6bb225e02490b766748415571a60d45c0f8acaaa68d16b6bcc53a584d0714ef');
INSERT INTO audit_lines VALUES (13, '2026-11-21T17:30:26.890623Z', 'a tester', 'put', 'entry', '1a39539e7277e201dde1a6fce4fd6af9', '18a0ae755d51c5eb614aa06041051d13', '0.1.0', '66312812b92a5f9314cd33bd04550de2e18fc2526e9ef0f910c8dc0e746eb369', 'c6bb225e02490b766748415571a60d45c0f8acaaa68d16b6bcc53a584d0714ef', '3a2c2986d4e1c786aa05fcde5578b97be39d561c755e27bd2af7042f47074693');
INSERT INTO audit_lines VALUES (14, '2026-11-21T17:30:26.925166Z', 'a tester', 'erase', 'request', '1a39539e7277e201dde1a6fce4fd6af9', '', '0.1.0', '', '3a2c2986d4e1c786aa05fcde5578b97be39d561c755e27bd2af7042f47074693', 'd1fd0ed87fb3d821cc158cac04d358eab7e9e543bc07df52a341d449c1521abd');
INSERT INTO people VALUES ('72a5a6e30a31be274943bd5d1a3c0cff', 'Ann', '2026-11-21T17:30:26.714021Z');
INSERT INTO people VALUES ('c9fc8a17166b60a44932c277d895f493', 'Ben', '2026-11-21T17:30:26.737164Z');
INSERT INTO records VALUES ('c17d71b6313cc4921f68710d52603657', '72a5a6e30a31be274943bd5d1a3c0cff', 'answers', '2026-03-01', '2026-11-21T17:30:26.743645Z', 1, 4, '290f7bd805b7593391e326019e5b5aeb', '{"age":31,"sex":"female","note":"fr\u00fch"}');
INSERT INTO records VALUES ('9b27578c6bbd3c00198eda73fb30d1dd', '72a5a6e30a31be274943bd5d1a3c0cff', 'shed_count', '2026-03-02T07:00:00.000000Z', '2026-11-21T17:30:26.783416Z', 2, 5, '188226927a342f3372d76838cdf7eff4', '{"method":"wash","counts":[62.0]}');
INSERT INTO records VALUES ('dbae2f992bb539a904105ab0efaf47ae', '72a5a6e30a31be274943bd5d1a3c0cff', 'photograph', '2026-03-02', '2026-11-21T17:30:26.849263Z', 1, 10, '85e5174f791fed023ac7b46e2e65be5c', '{"sha256":"a1abfd410973b0111c215baa879b9edcd739e601659ba44168269767cc2e9108"}');
INSERT INTO records VALUES ('50b196022e53c9a75386433185f2dd61', 'c9fc8a17166b60a44932c277d895f493', 'grade', '2026-03-01', '2026-11-21T17:30:26.861454Z', 1, 11, '3c9ad884fbffb68a82830fa3e3d7d076', '{"scale":"norwood","grade":"III vertex"}');
INSERT INTO tombstones VALUES ('1a39539e7277e201dde1a6fce4fd6af9', '2026-11-21T17:30:26.913987Z', true);
ALTER TABLE ONLY alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY attachments
    ADD CONSTRAINT pk_attachments PRIMARY KEY (id);
ALTER TABLE ONLY audit_head
    ADD CONSTRAINT pk_audit_head PRIMARY KEY (id);
ALTER TABLE ONLY audit_lines
    ADD CONSTRAINT pk_audit_lines PRIMARY KEY (sequence);
ALTER TABLE ONLY people
    ADD CONSTRAINT pk_people PRIMARY KEY (id);
ALTER TABLE ONLY records
    ADD CONSTRAINT pk_records PRIMARY KEY (id);
ALTER TABLE ONLY seal
    ADD CONSTRAINT pk_seal PRIMARY KEY (id);
ALTER TABLE ONLY tombstones
    ADD CONSTRAINT pk_tombstones PRIMARY KEY (person_id);
CREATE UNIQUE INDEX ix_attachments_person_id_sha256 ON attachments USING btree (person_id, sha256);
CREATE INDEX ix_audit_lines_person_id ON audit_lines USING btree (person_id);
CREATE INDEX ix_records_person_id_day_place ON records USING btree (person_id, day, place);
CREATE TRIGGER audit_lines_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit_lines FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
ALTER TABLE ONLY attachments
    ADD CONSTRAINT fk_attachments_person_id FOREIGN KEY (person_id) REFERENCES people(id);
ALTER TABLE ONLY records
    ADD CONSTRAINT fk_records_person_id FOREIGN KEY (person_id) REFERENCES people(id);
