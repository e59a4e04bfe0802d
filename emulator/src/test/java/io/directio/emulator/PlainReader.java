// SPDX-License-Identifier: Apache-2.0
package io.directio.emulator;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyInputStream;

/**
 * Reads files from a portal as simply as the format allows, with nothing but the JDK and the
 * streams of snappy-java: knows neither the emulator's encoder nor the core.
 */
final class PlainReader {
  private static final Pattern CHUNK =
      Pattern.compile("\\{\"(?:url|location)\":\"([^\"]*)\",\"len\":([0-9]+)}");
  private static final Pattern KEY = Pattern.compile("\"wrapped_key\":\"([^\"]*)\"");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Emulator emulator;
  private final boolean azure;

  record Chunk(String url, long length) {}

  record Portal(String json, List<Chunk> chunks) {
    boolean encrypted() {
      return json.contains("\"data_encrypted\":true") || !json.contains("encrypt_info");
    }

    boolean compressed() {
      return !json.contains("\"compression_type\":\"NONE\"");
    }
  }

  PlainReader(Emulator emulator) {
    this(emulator, false);
  }

  PlainReader(Emulator emulator, boolean azure) {
    this.emulator = emulator;
    this.azure = azure;
  }

  HttpResponse<String> list(String fileId, String bearer) throws Exception {
    return client.send(
        HttpRequest.newBuilder(emulator.portalUri().resolve("/directio/" + fileId))
            .header("Authorization", "Bearer " + bearer)
            .build(),
        BodyHandlers.ofString());
  }

  Portal list(String path) throws Exception {
    HttpResponse<String> answer =
        list(Long.toString(emulator.file(path).id()), emulator.accessKeyId());
    if (answer.statusCode() != 200) {
      throw new IOException("status " + answer.statusCode());
    }
    List<Chunk> chunks = new ArrayList<>();
    Matcher matcher = CHUNK.matcher(answer.body());
    while (matcher.find()) {
      chunks.add(new Chunk(matcher.group(1), Long.parseLong(matcher.group(2))));
    }
    return new Portal(answer.body(), chunks);
  }

  HttpResponse<byte[]> get(String url, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  byte[] read(String path) throws Exception {
    Portal portal = list(path);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (Chunk chunk : portal.chunks()) {
      HttpResponse<byte[]> answer = get(chunk.url());
      if (answer.statusCode() != 200) {
        throw new IOException(
            "status "
                + answer.statusCode()
                + ": "
                + new String(answer.body(), StandardCharsets.UTF_8));
      }
      byte[] plain = decode(portal, answer.body());
      if (plain.length != chunk.length()) {
        throw new IOException(plain.length + " bytes instead of " + chunk.length());
      }
      file.write(plain);
    }
    return file.toByteArray();
  }

  byte[] decode(Portal portal, byte[] object) throws Exception {
    byte[] payload = object;
    if (azure) {
      payload = Arrays.copyOfRange(payload, 16, payload.length);
    }
    if (portal.encrypted()) {
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(Cipher.DECRYPT_MODE, key(portal.json()), new IvParameterSpec(payload, 1, 16));
      payload = cipher.doFinal(payload, 17, payload.length - 17);
    }
    if (!portal.compressed()) {
      return payload;
    }
    if (payload[0] == 0x1f && payload[1] == (byte) 0x8b) {
      return new GZIPInputStream(new ByteArrayInputStream(payload)).readAllBytes();
    }
    if (payload[0] == (byte) 0x82 && payload[1] == 'S') {
      return new SnappyInputStream(new ByteArrayInputStream(payload)).readAllBytes();
    }
    return Snappy.uncompress(payload);
  }

  private SecretKeySpec key(String json) throws GeneralSecurityException {
    Matcher matcher = KEY.matcher(json);
    if (!matcher.find()) {
      throw new GeneralSecurityException("no wrapped key");
    }
    byte[] kek = Arrays.copyOf(Base64.getDecoder().decode(emulator.secretAccessKey()), 32);
    Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(kek, "AES"));
    byte[] unwrapped = cipher.doFinal(Base64.getDecoder().decode(matcher.group(1)));
    String printable = new String(unwrapped, StandardCharsets.UTF_8).replaceAll("[^ -~]", "");
    return new SecretKeySpec(
        Base64.getDecoder().decode(printable.substring(1, printable.length() - 1)), "AES");
  }
}
