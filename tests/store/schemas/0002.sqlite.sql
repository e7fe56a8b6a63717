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
INSERT INTO "attachments" VALUES('f0f0939c27a0a9b14b8e7a2cabb155c1','7f4cfa9276a08f62dd32930acea30355','a1abfd410973b0111c215baa879b9edcd739e601659ba44168269767cc2e9108','image/png','2026-11-21T20:11:44.118986Z',10,'cb863f63ea612d6c218c87ca2715d977',X'89504E470D0A1A0A0000000D49484452000000010000000108000000003A7E9B550000000A49444154789C636800000082008177CD72B60000000049454E44AE426082');
CREATE TABLE audit_head (
	id INTEGER NOT NULL, 
	sequence INTEGER NOT NULL, 
	hash VARCHAR NOT NULL, 
	CONSTRAINT pk_audit_head PRIMARY KEY (id)
);
INSERT INTO "audit_head" VALUES(1,14,'c919a418ad2c7a75d69b29b0c6616d85158ee2e3ac68f9d22eb256021b79f6c4');
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
INSERT INTO "audit_lines" VALUES(1,'2026-11-21T20:11:44.098607Z','a tester','create','maintenance','','','0.1.0','','','8f0aa0ac7f886a2a4adb466be53f18499828033671995934344609f7d29c6d08');
INSERT INTO "audit_lines" VALUES(2,'2026-11-21T20:11:44.104565Z','a tester','add person','entry','7f4cfa9276a08f62dd32930acea30355','','0.1.0','','8f0aa0ac7f886a2a4adb466be53f18499828033671995934344609f7d29c6d08','1e852f4ed8ffe8eb9cdbb04de0d98fdbb0f17244e9e5a26c67a291a83d384b48');
INSERT INTO "audit_lines" VALUES(3,'2026-11-21T20:11:44.106326Z','a tester','add person','entry','940a7ed0ad3f3393d8cb1108282b753a','','0.1.0','','1e852f4ed8ffe8eb9cdbb04de0d98fdbb0f17244e9e5a26c67a291a83d384b48','486b08062cb26e019a6131d23851190240dd3df07958b943d96aca2b757829ce');
INSERT INTO "audit_lines" VALUES(4,'2026-11-21T20:11:44.107791Z','a tester','add person','entry','56c4f932362ca4dce403448eebf6d86d','','0.1.0','','486b08062cb26e019a6131d23851190240dd3df07958b943d96aca2b757829ce','11f0cf5b560c1a9203d938170e882dbb9505ee1b1b75bcbb5290562ff9dfa029');
INSERT INTO "audit_lines" VALUES(5,'2026-11-21T20:11:44.110151Z','a tester','put','entry','7f4cfa9276a08f62dd32930acea30355','1c4997d262c98c8bcb76d316b7d234dc','0.1.0','c7699ac1c3f5c120f933cc18936808d796bab02bc99a5fc58cd26d3685f13ff7','11f0cf5b560c1a9203d938170e882dbb9505ee1b1b75bcbb5290562ff9dfa029','3b1283ac8a443ff22326cbaed509769d4bc59bf56ddf59d79e7b66c4ea950591');
INSERT INTO "audit_lines" VALUES(6,'2026-11-21T20:11:44.112365Z','a tester','put','entry','7f4cfa9276a08f62dd32930acea30355','3fe94fd96cdce8be65022662df22b6fa','0.1.0','5b5dd8743d50cc7b14f56f75556d13903837d342ae0a6cc5cb5a686c20227752','3b1283ac8a443ff22326cbaed509769d4bc59bf56ddf59d79e7b66c4ea950591','f60b0bcdbdded2ed4912e5d6722c7df1904b7e4a26bf7cf14ddaa3b3219a6f7f');
INSERT INTO "audit_lines" VALUES(7,'2026-11-21T20:11:44.114198Z','a tester','replace','correction','7f4cfa9276a08f62dd32930acea30355','3fe94fd96cdce8be65022662df22b6fa','0.1.0','3679a29b47336cf3e88c9c7cb6292ec1e54ba2bb6d252e336f8397c2c18b0eff','f60b0bcdbdded2ed4912e5d6722c7df1904b7e4a26bf7cf14ddaa3b3219a6f7f','2c874d61e613f4a0c4b2f0324ceb7ce14398f01eddc8c27a2d80d1e80fe7a60d');
INSERT INTO "audit_lines" VALUES(8,'2026-11-21T20:11:44.116256Z','a tester','put','entry','7f4cfa9276a08f62dd32930acea30355','f75b6967a422151e040ca0f445a7227e','0.1.0','f754ed6303dc453bdc2ead86a012a31364f6f9fa3ed0556a103e2fa09cdd36ff','2c874d61e613f4a0c4b2f0324ceb7ce14398f01eddc8c27a2d80d1e80fe7a60d','d89b33bee30c5c8100104bb9d4d73e2959c01762689a5a6c080f48a01ebfd662');
INSERT INTO "audit_lines" VALUES(9,'2026-11-21T20:11:44.117974Z','a tester','delete','mistake','7f4cfa9276a08f62dd32930acea30355','f75b6967a422151e040ca0f445a7227e','0.1.0','','d89b33bee30c5c8100104bb9d4d73e2959c01762689a5a6c080f48a01ebfd662','d6c429acfb7aeb1901f91d18c40f1052ebb373d40386d2caac376c4437812663');
INSERT INTO "audit_lines" VALUES(10,'2026-11-21T20:11:44.120098Z','a tester','attach','entry','7f4cfa9276a08f62dd32930acea30355','f0f0939c27a0a9b14b8e7a2cabb155c1','0.1.0','c163125a8977066b5979a8e593d9413281ee6cde6cd9eff27391b826bd66c756','d6c429acfb7aeb1901f91d18c40f1052ebb373d40386d2caac376c4437812663','8d766faececcfa19c270a8a5ab6ff896f00c08ad2c221698f78723bd17cdc549');
INSERT INTO "audit_lines" VALUES(11,'2026-11-21T20:11:44.122615Z','a tester','put','entry','7f4cfa9276a08f62dd32930acea30355','53d3732a5bc95ee9d8660c89793c9ab1','0.1.0','132f927f0f9506db800b8177cb6e2c5897c03ab5b359d82a9b4f675c26f2fbc6','8d766faececcfa19c270a8a5ab6ff896f00c08ad2c221698f78723bd17cdc549','afc108973276ab4aca25fedd53459dd95f24dc5e0508c0395fdecb992a15f6d4');
INSERT INTO "audit_lines" VALUES(12,'2026-11-21T20:11:44.123735Z','a tester','put','entry','940a7ed0ad3f3393d8cb1108282b753a','ee8e8bda3de9db410a10f7160d9e7d01','0.1.0','6157666bc3c2e69dabf128f07ecb9e11637c785e8a1eed69c9e9152b2bf51ee5','afc108973276ab4aca25fedd53459dd95f24dc5e0508c0395fdecb992a15f6d4','c5db70781e222ca94e010314180c3c6cb5964e327de822e1d56ecfdcc0ebc9a3');
INSERT INTO "audit_lines" VALUES(13,'2026-11-21T20:11:44.124885Z','a tester','put','entry','56c4f932362ca4dce403448eebf6d86d','8709f506d69843a4af9a9ff3076483da','0.1.0','69bd58f5c609fe56a3e66cc1ada9ff2b298b7d917584c52c032ff40bd423d910','c5db70781e222ca94e010314180c3c6cb5964e327de822e1d56ecfdcc0ebc9a3','249f074579b7932408fec1df2aac874d1abe9b9b398b7fe3cb1b734b9bbff112');
INSERT INTO "audit_lines" VALUES(14,'2026-11-21T20:11:44.136345Z','a tester','erase','request','56c4f932362ca4dce403448eebf6d86d','','0.1.0','','249f074579b7932408fec1df2aac874d1abe9b9b398b7fe3cb1b734b9bbff112','c919a418ad2c7a75d69b29b0c6616d85158ee2e3ac68f9d22eb256021b79f6c4');
CREATE TABLE care (
	account_id VARCHAR NOT NULL, 
	person_id VARCHAR NOT NULL, 
	relation VARCHAR NOT NULL, 
	given_at VARCHAR NOT NULL, 
	CONSTRAINT pk_care PRIMARY KEY (account_id, person_id), 
	CONSTRAINT fk_care_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_care_person_id FOREIGN KEY(person_id) REFERENCES people (id)
);
INSERT INTO "care" VALUES('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','7f4cfa9276a08f62dd32930acea30355','clinician','2026-03-01T08:00:00.000000Z');
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
INSERT INTO "invitations" VALUES('dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','join','person','7f4cfa9276a08f62dd32930acea30355',NULL,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','2026-03-01T08:00:00.000000Z','2036-03-01T08:00:00.000000Z',NULL);
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
INSERT INTO "jobs" VALUES('eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee','consultation','ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff','7f4cfa9276a08f62dd32930acea30355',NULL,'{}','queued',0.0,NULL,NULL,'2026-03-01T08:00:00.000000Z',NULL,NULL,NULL);
CREATE TABLE people (
	id VARCHAR NOT NULL, 
	name TEXT NOT NULL, 
	added_at VARCHAR NOT NULL, 
	CONSTRAINT pk_people PRIMARY KEY (id)
);
INSERT INTO "people" VALUES('7f4cfa9276a08f62dd32930acea30355','Ann','2026-11-21T20:11:44.103757Z');
INSERT INTO "people" VALUES('940a7ed0ad3f3393d8cb1108282b753a','Ben','2026-11-21T20:11:44.105840Z');
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
INSERT INTO "records" VALUES('1c4997d262c98c8bcb76d316b7d234dc','7f4cfa9276a08f62dd32930acea30355','answers','2026-03-01','2026-11-21T20:11:44.108652Z',1,5,'69dd02d7278e0f857fd8796419354498','{"age":31,"sex":"female","note":"fr\u00fch"}');
INSERT INTO "records" VALUES('3fe94fd96cdce8be65022662df22b6fa','7f4cfa9276a08f62dd32930acea30355','shed_count','2026-03-02T07:00:00.000000Z','2026-11-21T20:11:44.114085Z',2,6,'dbcb8da9a6b1977ecaa2303d745dd8f0','{"method":"wash","counts":[62.0]}');
INSERT INTO "records" VALUES('53d3732a5bc95ee9d8660c89793c9ab1','7f4cfa9276a08f62dd32930acea30355','photograph','2026-03-02','2026-11-21T20:11:44.122078Z',1,11,'f862c36a37e1b8ed8721a7d42de7668c','{"sha256":"a1abfd410973b0111c215baa879b9edcd739e601659ba44168269767cc2e9108"}');
INSERT INTO "records" VALUES('ee8e8bda3de9db410a10f7160d9e7d01','940a7ed0ad3f3393d8cb1108282b753a','grade','2026-03-01','2026-11-21T20:11:44.123315Z',1,12,'5bf9c4a327e793aba6e8d1f91b43d434','{"scale":"norwood","grade":"III vertex"}');
CREATE TABLE seal (
	id INTEGER NOT NULL, 
	salt VARCHAR NOT NULL, 
	n INTEGER NOT NULL, 
	r INTEGER NOT NULL, 
	p INTEGER NOT NULL, 
	wrapped VARCHAR NOT NULL, 
	CONSTRAINT pk_seal PRIMARY KEY (id)
);
CREATE TABLE tombstones (
	person_id VARCHAR NOT NULL, 
	erased_at VARCHAR NOT NULL, 
	swept BOOLEAN NOT NULL, 
	CONSTRAINT pk_tombstones PRIMARY KEY (person_id)
);
INSERT INTO "tombstones" VALUES('56c4f932362ca4dce403448eebf6d86d','2026-11-21T20:11:44.135564Z',1);
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
