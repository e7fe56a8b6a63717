BEGIN TRANSACTION;
CREATE TABLE accounts (
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	password_hash TEXT NOT NULL, 
	role VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	created_at VARCHAR NOT NULL, 
	CONSTRAINT pk_accounts PRIMARY KEY (id), 
	CONSTRAINT uq_accounts_name UNIQUE (name)
);
INSERT INTO "accounts" VALUES('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','doctor','$argon2id$of-a-test','clinician','active','2026-03-01T08:00:00.000000Z');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE attachments (
	id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	media_type VARCHAR NOT NULL, 
	added_at VARCHAR NOT NULL, 
	place INTEGER NOT NULL, 
	salt VARCHAR NOT NULL, 
	data BLOB NOT NULL, 
	CONSTRAINT pk_attachments PRIMARY KEY (id), 
	CONSTRAINT fk_attachments_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
INSERT INTO "attachments" VALUES('675020aa8af86fb04daf22e975c672ea','dcb12068c7ace424bf11b7c855b62d9d','a1abfd410973b0111c215baa879b9edcd739e601659ba44168269767cc2e9108','image/png','2026-11-21T20:11:44.241635Z',10,'74673acb1bdf1fb3e086050b435e859c',X'A93D0A786572909D4B70EB5DE7C5A2C530DDE845D83ECF8697455591205B6C176569521BE64C66439D0A6697ECDF1ED6142EC752F21BE4480092E2E56857BD4120C45817C68457A09CF1ECE30F639346EDA6A2DC1D717674C7B0B791AA9C21');
CREATE TABLE audit_head (
	id INTEGER NOT NULL, 
	sequence INTEGER NOT NULL, 
	hash VARCHAR NOT NULL, 
	CONSTRAINT pk_audit_head PRIMARY KEY (id)
);
INSERT INTO "audit_head" VALUES(1,14,'654317b3b066f35c73590b536120a0677ff7441c4381e87ccc6a2650651ac322');
CREATE TABLE audit_lines (
	sequence INTEGER NOT NULL, 
	at VARCHAR NOT NULL, 
	who TEXT NOT NULL, 
	what VARCHAR NOT NULL, 
	why VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	record_id VARCHAR NOT NULL, 
	version VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	previous VARCHAR NOT NULL, 
	hash VARCHAR NOT NULL, 
	CONSTRAINT pk_audit_lines PRIMARY KEY (sequence)
);
INSERT INTO "audit_lines" VALUES(1,'2026-11-21T20:11:44.216411Z','a tester','create','maintenance','','','0.1.0','','','7c847658d61fdcc0adc9375b0cc5452277ddbd684794879edf25f347457ad624');
INSERT INTO "audit_lines" VALUES(2,'2026-11-21T20:11:44.226934Z','a tester','add person','entry','dcb12068c7ace424bf11b7c855b62d9d','','0.1.0','','7c847658d61fdcc0adc9375b0cc5452277ddbd684794879edf25f347457ad624','fcd04bc130e23b2bb85a8b82c5c4c345e8aa87614d1fa8d6a37f12f1585939b6');
INSERT INTO "audit_lines" VALUES(3,'2026-11-21T20:11:44.228251Z','a tester','add person','entry','b4822d9a7f829c9e2d495b77146fdb1f','','0.1.0','','fcd04bc130e23b2bb85a8b82c5c4c345e8aa87614d1fa8d6a37f12f1585939b6','0f28f07320d068fc47f3847c91dcfb310e0809b095a747fbc725281784c1e488');
INSERT INTO "audit_lines" VALUES(4,'2026-11-21T20:11:44.229363Z','a tester','add person','entry','7d3a476b6d7b3d7c86aab8e0585c66e2','','0.1.0','','0f28f07320d068fc47f3847c91dcfb310e0809b095a747fbc725281784c1e488','c2790e921d62871d34c92ce3e01c3d27a54b83713c8e45dc64f4c87ec3a6c35a');
INSERT INTO "audit_lines" VALUES(5,'2026-11-21T20:11:44.231189Z','a tester','put','entry','dcb12068c7ace424bf11b7c855b62d9d','e6463bd597f371bf9d462997f1d2feb1','0.1.0','342989be13a7153e13ff1e5e4a692621459d45293223f82de3122ba93e90c5fa','c2790e921d62871d34c92ce3e01c3d27a54b83713c8e45dc64f4c87ec3a6c35a','213ad25ee9885c362d076895c795abf36aeef3d4e5933a6e1e92ff336ac92da2');
INSERT INTO "audit_lines" VALUES(6,'2026-11-21T20:11:44.233179Z','a tester','put','entry','dcb12068c7ace424bf11b7c855b62d9d','9c6e2b64c5a68bdee521e584a3e3a144','0.1.0','7ac0c93f95e8dfa0ce05b1b56e293b74c7c6d07b577260627ef26f1049851794','213ad25ee9885c362d076895c795abf36aeef3d4e5933a6e1e92ff336ac92da2','62cdc9a98527c446bdf30b4325a15750e0d0a340f08b7577393b2c831022aefe');
INSERT INTO "audit_lines" VALUES(7,'2026-11-21T20:11:44.235147Z','a tester','replace','correction','dcb12068c7ace424bf11b7c855b62d9d','9c6e2b64c5a68bdee521e584a3e3a144','0.1.0','e964842bf003d576f855f73d4f03ff31d5aca3f53fa4f43b7d93a3308ff3e767','62cdc9a98527c446bdf30b4325a15750e0d0a340f08b7577393b2c831022aefe','958d82938648c52387379ff96909545be61c6b994a08bfeed84e76760c668037');
INSERT INTO "audit_lines" VALUES(8,'2026-11-21T20:11:44.237445Z','a tester','put','entry','dcb12068c7ace424bf11b7c855b62d9d','d15eebc1dd7688136ccc437bd8fbf3bb','0.1.0','e443f2b7c81cce99efcf182587965d2d4145cd15e2b09d4585ce81bd480a5f83','958d82938648c52387379ff96909545be61c6b994a08bfeed84e76760c668037','590ce1958834e1e6bf3ea579d65c0e89c9e431dae3d7276244fabe4258891d2a');
INSERT INTO "audit_lines" VALUES(9,'2026-11-21T20:11:44.240578Z','a tester','delete','mistake','dcb12068c7ace424bf11b7c855b62d9d','d15eebc1dd7688136ccc437bd8fbf3bb','0.1.0','','590ce1958834e1e6bf3ea579d65c0e89c9e431dae3d7276244fabe4258891d2a','f00e3488ae054d8e125b4561f60f856f9579d47d2bf20de5308d55f2af48426e');
INSERT INTO "audit_lines" VALUES(10,'2026-11-21T20:11:44.242898Z','a tester','attach','entry','dcb12068c7ace424bf11b7c855b62d9d','675020aa8af86fb04daf22e975c672ea','0.1.0','0ccd020ea7c54306f6bdd095801165aaf3702afc84a2f7684917fbf0db3a6d34','f00e3488ae054d8e125b4561f60f856f9579d47d2bf20de5308d55f2af48426e','08a4e5de239bcc5b04445e85ab21c28180e25a76ad88102c0534ae67e050255e');
INSERT INTO "audit_lines" VALUES(11,'2026-11-21T20:11:44.245184Z','a tester','put','entry','dcb12068c7ace424bf11b7c855b62d9d','4326e752f92544c56e95701316a61cf0','0.1.0','da919f73ec693f81f1944975e52254783996054505f2b80882d4f5ce873f1567','08a4e5de239bcc5b04445e85ab21c28180e25a76ad88102c0534ae67e050255e','63ed234b0d8d18a405b9c41b1b7f9c8d3f053ba01f87730de1b9d9ef12825c72');
INSERT INTO "audit_lines" VALUES(12,'2026-11-21T20:11:44.246758Z','a tester','put','entry','b4822d9a7f829c9e2d495b77146fdb1f','10e9dedb93e604a3d791efb4b73a590a','0.1.0','31b9e641b094bf058f98d0eb17f47d95e60db6469dc110a578fe7599dbce355c','63ed234b0d8d18a405b9c41b1b7f9c8d3f053ba01f87730de1b9d9ef12825c72','05d44085ef08c56e52268127367edb40e2cdf84039c3205e0569478568ff82ca');
INSERT INTO "audit_lines" VALUES(13,'2026-11-21T20:11:44.247725Z','a tester','put','entry','7d3a476b6d7b3d7c86aab8e0585c66e2','6b060960267ba040e550530697923425','0.1.0','2fb9a96df8124c5231f3a4216e6d34c0306b14fa4d7f7317952ae5594828d905','05d44085ef08c56e52268127367edb40e2cdf84039c3205e0569478568ff82ca','062f2b74abbe3e3f06a0158e482c5b5bf783dd9dbe5f3126543209913da576ba');
INSERT INTO "audit_lines" VALUES(14,'2026-11-21T20:11:44.255344Z','a tester','erase','request','7d3a476b6d7b3d7c86aab8e0585c66e2','','0.1.0','','062f2b74abbe3e3f06a0158e482c5b5bf783dd9dbe5f3126543209913da576ba','654317b3b066f35c73590b536120a0677ff7441c4381e87ccc6a2650651ac322');
CREATE TABLE care (
	account_id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	relation VARCHAR NOT NULL, 
	given_at VARCHAR NOT NULL, 
	CONSTRAINT pk_care PRIMARY KEY (account_id, person_id), 
	CONSTRAINT fk_care_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_care_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
INSERT INTO "care" VALUES('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','dcb12068c7ace424bf11b7c855b62d9d','clinician','2026-03-01T08:00:00.000000Z');
CREATE TABLE invitations (
	token_sha256 VARCHAR NOT NULL, 
	purpose VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	person_id VARCHAR, 
	account_id VARCHAR, 
	made_by VARCHAR, 
	made_at VARCHAR NOT NULL, 
	expires_at VARCHAR NOT NULL, 
	used_at VARCHAR, 
	CONSTRAINT pk_invitations PRIMARY KEY (token_sha256), 
	CONSTRAINT fk_invitations_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_invitations_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_invitations_made_by FOREIGN KEY(made_by) REFERENCES accounts (id)
);
INSERT INTO "invitations" VALUES('dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','join','person','dcb12068c7ace424bf11b7c855b62d9d',NULL,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','2026-03-01T08:00:00.000000Z','2036-03-01T08:00:00.000000Z',NULL);
CREATE TABLE jobs (
	id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	person_id VARCHAR, 
	account_id VARCHAR, 
	params TEXT NOT NULL, 
	state VARCHAR NOT NULL, 
	progress FLOAT NOT NULL, 
	says TEXT, 
	error TEXT, 
	asked_at VARCHAR NOT NULL, 
	started_at VARCHAR, 
	beat_at VARCHAR, 
	ended_at VARCHAR, 
	CONSTRAINT pk_jobs PRIMARY KEY (id), 
	CONSTRAINT fk_jobs_person_id FOREIGN KEY(person_id) REFERENCES people (id), 
	CONSTRAINT fk_jobs_account_id FOREIGN KEY(account_id) REFERENCES accounts (id)
);
INSERT INTO "jobs" VALUES('eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee','consultation','ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff','dcb12068c7ace424bf11b7c855b62d9d',NULL,'{}','queued',0.0,NULL,NULL,'2026-03-01T08:00:00.000000Z',NULL,NULL,NULL);
CREATE TABLE people (
	id VARCHAR NOT NULL, 
	name TEXT NOT NULL, 
	added_at VARCHAR NOT NULL, 
	CONSTRAINT pk_people PRIMARY KEY (id)
);
INSERT INTO "people" VALUES('dcb12068c7ace424bf11b7c855b62d9d','sealed:UTYf+vWnzPNd6D0U8tvhYqJYmprs61mleYTmH1pvlA==','2026-11-21T20:11:44.226060Z');
INSERT INTO "people" VALUES('b4822d9a7f829c9e2d495b77146fdb1f','sealed:HSqUpka7UuyEg6RbUM8j/X079ygNSRy1N5Su7PeBxg==','2026-11-21T20:11:44.227827Z');
CREATE TABLE records (
	id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	day VARCHAR NOT NULL, 
	written_at VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	place INTEGER NOT NULL, 
	salt VARCHAR NOT NULL, 
	content TEXT NOT NULL, 
	CONSTRAINT pk_records PRIMARY KEY (id), 
	CONSTRAINT fk_records_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
INSERT INTO "records" VALUES('e6463bd597f371bf9d462997f1d2feb1','dcb12068c7ace424bf11b7c855b62d9d','answers','2026-03-01','2026-11-21T20:11:44.230202Z',1,5,'a8bd8c92c3f5b692ea7505f33d19b218','sealed:zvnGD6uu+3jP508fZdp2trQWfQA20VadjUDckLqXjjpXvhxEs4A5Q1UlEdRrWX30L+C3alfWuaS2TbzDQS4wakLeeHCrbnVP');
INSERT INTO "records" VALUES('9c6e2b64c5a68bdee521e584a3e3a144','dcb12068c7ace424bf11b7c855b62d9d','shed_count','2026-03-02T07:00:00.000000Z','2026-11-21T20:11:44.235034Z',2,6,'ca6ddaf6a806b527005a69bcada70a3f','sealed:s4tIXDNK6/T/2bkp8Y8At5isQCwVvyN21An+EYD6DglZUXpLD8qPodVtFV8P0oNkFKZwNKJ8HgpBQmpVtQ==');
INSERT INTO "records" VALUES('4326e752f92544c56e95701316a61cf0','dcb12068c7ace424bf11b7c855b62d9d','photograph','2026-03-02','2026-11-21T20:11:44.244599Z',1,11,'88fd2d9c8e0cd0894b4666efaa89e47d','sealed:Lxz6qC+41zQxCKPGQFOain+ttcnhcCcujSR9fP0MPrqJPx7l08A0SEhN/8OFP/Ev3vuydI/6yjdECLWs2G+OObP0kgBHK2XExLbefPqmtWTnHI7pS5S0rohnDwHTIdEP3x14J0qFqu/t');
INSERT INTO "records" VALUES('10e9dedb93e604a3d791efb4b73a590a','b4822d9a7f829c9e2d495b77146fdb1f','grade','2026-03-01','2026-11-21T20:11:44.246233Z',1,12,'af65ae6e167f4d5d8974107c424f56bb','sealed:G+2NoQoYLIVVyNTY3940LNuV2+wjgO5oDhOiY2zjcJLyoz1BYI9gtkp0+OqdvvfVQX32mVPdGTjDwNWmAoKdp9vbSd8=');
CREATE TABLE seal (
	id INTEGER NOT NULL, 
	salt VARCHAR NOT NULL, 
	n INTEGER NOT NULL, 
	r INTEGER NOT NULL, 
	p INTEGER NOT NULL, 
	wrapped VARCHAR NOT NULL, 
	CONSTRAINT pk_seal PRIMARY KEY (id)
);
INSERT INTO "seal" VALUES(1,'1320d08826ecf5c219e77d0d8442126e',1024,8,1,'05d8cf61af6a479558b99830d3b04cc2b006c80a24c8def5a190332a8aee4244da5c96ef002598d44f1ca47151b6092301ec903faa7f9bc3ad86f38f');
CREATE TABLE tombstones (
	person_id VARCHAR NOT NULL, 
	erased_at VARCHAR NOT NULL, 
	swept BOOLEAN NOT NULL, 
	CONSTRAINT pk_tombstones PRIMARY KEY (person_id)
);
INSERT INTO "tombstones" VALUES('7d3a476b6d7b3d7c86aab8e0585c66e2','2026-11-21T20:11:44.254915Z',1);
CREATE TABLE web_sessions (
	token_sha256 VARCHAR NOT NULL, 
	account_id VARCHAR, 
	csrf VARCHAR NOT NULL, 
	created_at VARCHAR NOT NULL, 
	seen_at VARCHAR NOT NULL, 
	expires_at VARCHAR NOT NULL, 
	CONSTRAINT pk_web_sessions PRIMARY KEY (token_sha256), 
	CONSTRAINT fk_web_sessions_account_id FOREIGN KEY(account_id) REFERENCES accounts (id)
);
INSERT INTO "web_sessions" VALUES('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','c','2026-03-01T08:00:00.000000Z','2026-03-01T08:00:00.000000Z','2036-03-01T08:00:00.000000Z');
CREATE INDEX ix_records_person_id_day_place ON records (person_id, day, place);
CREATE UNIQUE INDEX ix_attachments_person_id_sha256 ON attachments (person_id, sha256);
CREATE INDEX ix_audit_lines_person_id ON audit_lines (person_id);
CREATE INDEX ix_web_sessions_account_id ON web_sessions (account_id);
CREATE INDEX ix_web_sessions_expires_at ON web_sessions (expires_at);
CREATE INDEX ix_care_person_id ON care (person_id);
CREATE INDEX ix_jobs_key ON jobs ("key");
CREATE INDEX ix_jobs_person_id ON jobs (person_id);
CREATE INDEX ix_jobs_state_asked_at ON jobs (state, asked_at);
CREATE TRIGGER audit_lines_no_update BEFORE UPDATE ON audit_lines BEGIN SELECT RAISE(ABORT, 'audit lines are only ever added'); END;
CREATE TRIGGER audit_lines_no_delete BEFORE DELETE ON audit_lines BEGIN SELECT RAISE(ABORT, 'audit lines are only ever added'); END;
COMMIT;
