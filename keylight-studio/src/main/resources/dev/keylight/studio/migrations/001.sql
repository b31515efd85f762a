-- Uploads: what people gave. The file is named after the id.
CREATE TABLE upload (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  extension TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  seconds REAL NOT NULL,
  frames INTEGER NOT NULL,
  audio INTEGER NOT NULL,
  client TEXT NOT NULL,
  pinned INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL
);

-- Jobs: renders that are wanted, running or over, in the order they came.
CREATE TABLE job (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  idempotency_key TEXT,
  client TEXT NOT NULL,
  spec TEXT NOT NULL,
  state TEXT NOT NULL,
  crashes INTEGER NOT NULL DEFAULT 0,
  frames_done INTEGER NOT NULL DEFAULT 0,
  frames_total INTEGER NOT NULL DEFAULT -1,
  notes TEXT NOT NULL DEFAULT '[]',
  error TEXT,
  result TEXT,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER
);
CREATE UNIQUE INDEX job_idempotency ON job (client, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX job_state ON job (state, position);

-- What renders cost on this machine, for telling people beforehand.
CREATE TABLE engine_cost (
  engine TEXT PRIMARY KEY,
  seconds_per_megapixel REAL NOT NULL,
  megabytes INTEGER NOT NULL,
  renders INTEGER NOT NULL
);
