-- The gradebook that the first release left behind, as SQLite dumps it; never edited.
BEGIN TRANSACTION;
CREATE TABLE attempts (
	id INTEGER NOT NULL, 
	student_id INTEGER NOT NULL, 
	assignment VARCHAR NOT NULL, 
	source_sha256 VARCHAR(64) NOT NULL, 
	moment VARCHAR NOT NULL, 
	file VARCHAR NOT NULL, 
	handed_in VARCHAR, 
	time_source VARCHAR NOT NULL, 
	late BOOLEAN, 
	recorded_at VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (student_id, assignment, source_sha256, moment), 
	FOREIGN KEY(student_id) REFERENCES students (id), 
	FOREIGN KEY(source_sha256) REFERENCES sources (sha256)
);
INSERT INTO "attempts" VALUES(1,1,'mlp','9e26bf369911c45c243c684147b23fc9e1dcfcf257d299a1c632016a6fcd33f4','','two_layer_mlp.py',NULL,'unknown',NULL,'2026-11-20T12:00:01.000000+00:00');
CREATE TABLE details (
	id INTEGER NOT NULL, 
	student_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	sortable VARCHAR NOT NULL, 
	section VARCHAR NOT NULL, 
	ids TEXT NOT NULL, 
	recorded_at VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(student_id) REFERENCES students (id)
);
INSERT INTO "details" VALUES(1,1,'Ada Lovelace','Lovelace, Ada','Lab 1','[["number", "s100"]]','2026-11-20T12:00:01.000000+00:00');
CREATE TABLE editions (
	id INTEGER NOT NULL, 
	assignment VARCHAR NOT NULL, 
	edition VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	possible VARCHAR NOT NULL, 
	by_hand TEXT NOT NULL, 
	recorded_at VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (assignment, edition)
);
INSERT INTO "editions" VALUES(1,'mlp','e1','A network','100','[]','2026-11-20T12:00:01.000000+00:00');
CREATE TABLE gradebook_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT gradebook_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "gradebook_version" VALUES('0001');
CREATE TABLE gradings (
	id INTEGER NOT NULL, 
	attempt_id INTEGER NOT NULL, 
	result_id INTEGER NOT NULL, 
	recorded_at VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(attempt_id) REFERENCES attempts (id), 
	FOREIGN KEY(result_id) REFERENCES results (id)
);
INSERT INTO "gradings" VALUES(1,1,1,'2026-11-20T12:00:01.000000+00:00');
CREATE TABLE results (
	id INTEGER NOT NULL, 
	edition_id INTEGER NOT NULL, 
	source_sha256 VARCHAR(64) NOT NULL, 
	grader_version VARCHAR NOT NULL, 
	seed BIGINT NOT NULL, 
	tried INTEGER NOT NULL, 
	isolation VARCHAR NOT NULL, 
	graded_at VARCHAR NOT NULL, 
	points VARCHAR NOT NULL, 
	pending VARCHAR NOT NULL, 
	parts TEXT NOT NULL, 
	report TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (edition_id, source_sha256, grader_version, seed, tried), 
	FOREIGN KEY(edition_id) REFERENCES editions (id), 
	FOREIGN KEY(source_sha256) REFERENCES sources (sha256)
);
INSERT INTO "results" VALUES(1,1,'9e26bf369911c45c243c684147b23fc9e1dcfcf257d299a1c632016a6fcd33f4','0.1.0',1234567,0,'L4','2026-11-20T12:00:01.000000+00:00','200/3','0','[{"name": "forward", "title": "Forward", "possible": "100", "points": "200/3", "pending": "0", "scoring": "proportional", "checks": [["a", "passed"], ["b", "passed"], ["c", "failed"]]}]','{}');
CREATE TABLE seeds (
	assignment VARCHAR NOT NULL, 
	seed BIGINT NOT NULL, 
	recorded_at VARCHAR NOT NULL, 
	PRIMARY KEY (assignment)
);
INSERT INTO "seeds" VALUES('mlp',1234567,'2026-11-20T12:00:01.000000+00:00');
CREATE TABLE sources (
	sha256 VARCHAR(64) NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (sha256)
);
INSERT INTO "sources" VALUES('9e26bf369911c45c243c684147b23fc9e1dcfcf257d299a1c632016a6fcd33f4','x = 1
');
CREATE TABLE students (
	id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	recorded_at VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE ("key")
);
INSERT INTO "students" VALUES(1,'s100','2026-11-20T12:00:01.000000+00:00');
CREATE INDEX ix_details_student_id ON details (student_id);
CREATE INDEX attempts_of_assignment ON attempts (assignment);
CREATE INDEX gradings_of_attempt ON gradings (attempt_id);
COMMIT;
