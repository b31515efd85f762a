package dev.keylight.studio.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The uploads: rows in the database, files in a folder, what was found out about each in a folder of its own. */
public final class Uploads {
  private final Database database;
  private final Path folder;
  private final Clock clock;
  private final AtomicLong revision = new AtomicLong();

  public Uploads(Database database, Path folder, Clock clock) throws IOException {
    this.database = database;
    this.folder = Files.createDirectories(folder);
    this.clock = clock;
    try (var parts = Files.newDirectoryStream(folder, "*.part")) {
      // What was on its way when the server ended was never acknowledged.
      for (Path part : parts) {
        Files.delete(part);
      }
    }
  }

  /** Where an upload is written until it is whole. */
  public Path partOf(String id) {
    return folder.resolve(id + ".part");
  }

  public Path fileOf(Upload upload) {
    return folder.resolve(upload.id() + "." + upload.extension());
  }

  /** Where studies of an upload are kept; may not exist. */
  public Path studiesOf(Upload upload) {
    return folder.resolve(upload.id() + "-studies");
  }

  /** Makes an upload known whose file is in place. */
  public void add(Upload upload, String client) {
    long now = clock.millis();
    database.update(
        "INSERT OR REPLACE INTO upload (id, name, kind, extension, bytes, sha256, width, height, seconds, frames, audio, client,"
            + " pinned, created_at, used_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        upload.id(), upload.name(), upload.kind().name(), upload.extension(), upload.bytes(), upload.sha256(), upload.width(),
        upload.height(), upload.seconds(), upload.frames(), upload.audio() ? 1 : 0, client, upload.pinned() ? 1 : 0, now, now);
    revision.incrementAndGet();
  }

  public Optional<Upload> find(String id) {
    if (!Ids.wellFormed(id)) {
      return Optional.empty();
    }
    return database.query("SELECT * FROM upload WHERE id = ?", Uploads::read, id).stream().findFirst();
  }

  /** A number that rises when an upload comes or goes. */
  public long revision() {
    return revision.get();
  }

  /** Newest first. */
  public List<Upload> all() {
    return database.query("SELECT * FROM upload ORDER BY pinned DESC, created_at DESC LIMIT 200", Uploads::read);
  }

  /** How many uploads one client has here. */
  public int countOf(String client) {
    return database.query("SELECT count(*) FROM upload WHERE client = ? AND pinned = 0", row -> row.getInt(1), client).get(0);
  }

  public void used(String id) {
    database.update("UPDATE upload SET used_at = ? WHERE id = ?", clock.millis(), id);
  }

  /** Those that may go, longest unused first. */
  public List<Upload> disposable() {
    return database.query("SELECT * FROM upload WHERE pinned = 0 ORDER BY used_at", Uploads::read);
  }

  /** Forgets an upload and removes its files. */
  public void remove(Upload upload) throws IOException {
    database.update("DELETE FROM upload WHERE id = ? AND pinned = 0", upload.id());
    revision.incrementAndGet();
    Files.deleteIfExists(fileOf(upload));
    Folders.delete(studiesOf(upload));
  }

  private static Upload read(ResultSet row) throws SQLException {
    return new Upload(
        row.getString("id"), row.getString("name"), Upload.Kind.valueOf(row.getString("kind")), row.getString("extension"),
        row.getLong("bytes"), row.getString("sha256"), row.getInt("width"), row.getInt("height"), row.getDouble("seconds"),
        row.getLong("frames"), row.getInt("audio") != 0, row.getInt("pinned") != 0, row.getLong("created_at"));
  }
}
