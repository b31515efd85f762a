package dev.keylight.studio.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The jobs: rows in the database, those asked for lately kept here too, a folder of results each. */
public final class Jobs {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int KEPT_ROWS = 1000;

  private final Database database;
  private final Path folder;
  private final Clock clock;
  /** Rows as they are in the database; every change of a row takes it out. */
  private final Map<String, Job> rows = new ConcurrentHashMap<>();

  private final AtomicLong revision = new AtomicLong();

  public Jobs(Database database, Path folder, Clock clock) throws IOException {
    this.database = database;
    this.folder = Files.createDirectories(folder);
    this.clock = clock;
    try (var works = Files.newDirectoryStream(folder, "*-work-*")) {
      // What a worker was at when the server ended.
      for (Path work : works) {
        Folders.delete(work);
      }
    }
  }

  /** Where a job's artefacts are. */
  public Path folderOf(String id) {
    return folder.resolve(id);
  }

  /** A place of its own for an attempt at a job, until all is whole. */
  public Path workOf(String id) {
    return folder.resolve(id + "-work-" + Ids.next());
  }

  /** What a job that takes long keeps of its work over kills and restarts; may not exist. */
  public Path keptOf(String id) {
    return folder.resolve(id + "-kept");
  }

  /** Writes a new job down. Once this returns it is not lost any more. */
  public Job add(JsonNode spec, String client, String idempotencyKey) {
    String id = Ids.next();
    change(
        id, "INSERT INTO job (id, idempotency_key, client, spec, state, created_at) VALUES (?, ?, ?, ?, 'QUEUED', ?)", id,
        idempotencyKey, client, spec.toString(), clock.millis());
    return find(id).orElseThrow();
  }

  public Optional<Job> find(String id) {
    if (!Ids.wellFormed(id)) {
      return Optional.empty();
    }
    Job known = rows.get(id);
    return known != null ? Optional.of(known) : look(id);
  }

  private synchronized Optional<Job> look(String id) {
    Optional<Job> found = first("SELECT * FROM job WHERE id = ?", id);
    if (rows.size() >= KEPT_ROWS) {
      rows.clear();
    }
    found.ifPresent(job -> rows.put(id, job));
    return found;
  }

  /** A number that rises with every change of any job. */
  public long revision() {
    return revision.get();
  }

  private synchronized int change(String id, String sql, Object... values) {
    int changed = database.update(sql, values);
    rows.remove(id);
    revision.incrementAndGet();
    return changed;
  }

  /** The job a client made earlier with the same key. */
  public Optional<Job> byKey(String client, String key) {
    return first("SELECT * FROM job WHERE client = ? AND idempotency_key = ?", client, key);
  }

  /** Newest first. */
  public List<Job> newest(int count, long before) {
    return database.query(
        "SELECT * FROM job WHERE position < ? ORDER BY position DESC LIMIT ?", Jobs::read, before, count);
  }

  public List<Job> inState(Job.State state) {
    return database.query("SELECT * FROM job WHERE state = ? ORDER BY position", Jobs::read, state.name());
  }

  public int count(Job.State state) {
    return database.query("SELECT count(*) FROM job WHERE state = ?", row -> row.getInt(1), state.name()).get(0);
  }

  /** How many jobs of a client are waiting or running. */
  public int pendingOf(String client) {
    return database
        .query("SELECT count(*) FROM job WHERE client = ? AND state IN ('QUEUED', 'RUNNING')", row -> row.getInt(1), client)
        .get(0);
  }

  /** Takes the oldest waiting job, which is running from now on. */
  public Optional<Job> take() {
    Optional<Job> next = first("SELECT * FROM job WHERE state = 'QUEUED' ORDER BY position LIMIT 1");
    if (next.isEmpty()) {
      return next;
    }
    String id = next.get().id();
    int taken =
        change(id, "UPDATE job SET state = 'RUNNING', started_at = ?, finished_at = NULL WHERE id = ? AND state = 'QUEUED'", clock.millis(), id);
    return taken == 1 ? find(id) : Optional.empty();
  }

  /** Changes a job's state if it is still what the caller believes. */
  public boolean move(String id, Job.State from, Job.State to) {
    return change(
            id, "UPDATE job SET state = ?, finished_at = CASE WHEN ? THEN ? ELSE NULL END WHERE id = ? AND state = ?", to.name(),
            to.over() ? 1 : 0, clock.millis(), id, from.name())
        == 1;
  }

  /** Has a job that is over wait again, as new and at its old place; false if it is no longer in that state. */
  public boolean requeue(String id, Job.State from) {
    return change(
            id, "UPDATE job SET crashes = 0, error = NULL, notes = '[]', frames_done = 0, state = 'QUEUED', finished_at = NULL"
                + " WHERE id = ? AND state = ?",
            id, from.name())
        == 1;
  }

  public void crashed(String id) {
    change(id, "UPDATE job SET crashes = crashes + 1 WHERE id = ?", id);
  }

  /**
   * The last word on a job that runs: its state, how far it came, and result or error.
   *
   * @param total frames there were to do, negative while that was not known
   * @return false if it did not run any more, as somebody had cancelled it
   */
  public boolean finish(String id, Job.State state, long done, long total, List<String> notes, String error, JsonNode result) {
    try {
      return change(
              id, "UPDATE job SET state = ?, finished_at = ?, frames_done = ?, frames_total = ?, notes = ?, error = ?, result = ?"
                  + " WHERE id = ? AND state = 'RUNNING'",
              state.name(), clock.millis(), done, total, JSON.writeValueAsString(notes), error, result == null ? null : result.toString(), id)
          == 1;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** After a start: whatever was running when the server ended waits again, at its old place. */
  public int recover() {
    rows.clear();
    return change("", "UPDATE job SET state = 'QUEUED', started_at = NULL WHERE state = 'RUNNING'");
  }

  /** Those that are over, oldest first. */
  public List<Job> disposable() {
    return database.query(
        "SELECT * FROM job WHERE state IN ('DONE', 'FAILED', 'CANCELLED') ORDER BY finished_at", Jobs::read);
  }

  /** Forgets a job that is over, with its artefacts; nothing happens if it waits or runs again. */
  public void remove(Job job) throws IOException {
    if (change(job.id(), "DELETE FROM job WHERE id = ? AND state IN ('DONE', 'FAILED', 'CANCELLED')", job.id()) == 1) {
      Folders.delete(folderOf(job.id()));
      Folders.delete(keptOf(job.id()));
    }
  }

  private Optional<Job> first(String sql, Object... values) {
    return database.query(sql, Jobs::read, values).stream().findFirst();
  }

  private static Job read(ResultSet row) throws SQLException {
    try {
      String result = row.getString("result");
      return new Job(
          row.getLong("position"), row.getString("id"), row.getString("client"), JSON.readTree(row.getString("spec")),
          Job.State.valueOf(row.getString("state")), row.getInt("crashes"), row.getLong("frames_done"),
          row.getLong("frames_total"), JSON.readValue(row.getString("notes"), new TypeReference<List<String>>() {}),
          row.getString("error"), result == null ? null : JSON.readTree(result), row.getLong("created_at"),
          moment(row, "started_at"), moment(row, "finished_at"));
    } catch (JsonProcessingException e) {
      throw new SQLException("a job's row holds no JSON", e);
    }
  }

  private static Long moment(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
