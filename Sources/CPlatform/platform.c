#define _GNU_SOURCE
#include "platform.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

struct platform_sha256_stream {
    struct sha256_ctx context;
};

void platform_sha256(const void *bytes, size_t count, uint8_t *digest) {
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, count, bytes);
    sha256_digest(&context, SHA256_DIGEST_SIZE, digest);
}

platform_sha256_stream *platform_sha256_make(void) {
    platform_sha256_stream *stream = malloc(sizeof *stream);
    if (stream) sha256_init(&stream->context);
    return stream;
}

void platform_sha256_update(platform_sha256_stream *stream, const void *bytes, size_t count) {
    sha256_update(&stream->context, count, bytes);
}

void platform_sha256_finish(platform_sha256_stream *stream, uint8_t *digest) {
    sha256_digest(&stream->context, SHA256_DIGEST_SIZE, digest);
    free(stream);
}

int64_t platform_boot_milliseconds(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_BOOTTIME, &now) != 0) return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int platform_no_checkpoint_on_close(void *database) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

int platform_try_lock(int descriptor) {
    int result;
    do result = flock(descriptor, LOCK_EX | LOCK_NB);
    while (result != 0 && errno == EINTR);
    if (result == 0) return 1;
    return errno == EWOULDBLOCK ? 0 : -1;
}

int platform_lock(int descriptor) {
    int result;
    do result = flock(descriptor, LOCK_EX);
    while (result != 0 && errno == EINTR);
    return result;
}

int platform_unlock(int descriptor) { return flock(descriptor, LOCK_UN); }

int platform_open(const char *path, int flags, int mode) {
    int descriptor;
    do descriptor = open(path, flags | O_CLOEXEC, mode);
    while (descriptor < 0 && errno == EINTR);
    return descriptor;
}

int platform_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

void platform_start_writing(int descriptor) {
    (void)sync_file_range(descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
}

int platform_keep_on_exec(int descriptor) {
    int flags = fcntl(descriptor, F_GETFD);
    if (flags < 0) return -1;
    return fcntl(descriptor, F_SETFD, flags & ~FD_CLOEXEC);
}


int platform_no_core_files(void) {
    struct rlimit none = {0, 0};
    return setrlimit(RLIMIT_CORE, &none);
}

int platform_exec(const char *path, char *const arguments[]) { return execv(path, arguments); }
