/* A disk that fails: put before the C library by LD_PRELOAD, it lets the n-th call that would
 * write below one folder fail, and all after it if the disk stays full or read-only.
 *
 * Every writer of the process is counted, whoever wrote it: Python, SQLite, NumPy, HDF5,
 * TensorFlow. No header of the C library is needed, so that the smallest compiler will do. */
typedef unsigned long size_t;
typedef long ssize_t;
typedef long off_t; /* 64 bits on the machines that this is for */
struct iovec;

extern void *dlsym(void *, const char *);
extern int *__errno_location(void);
extern ssize_t readlink(const char *, char *, size_t);
extern int access(const char *, int);
extern char *strncpy(char *, const char *, size_t);
extern int strncmp(const char *, const char *, size_t);
extern size_t strlen(const char *);
extern int snprintf(char *, size_t, const char *, ...);
extern int fileno(void *);
extern char *strchr(const char *, int);

enum { CREATE = 0100, WRITES = 3, PATH = 4096, HERE = -100, NO_SPACE = 28 };

static char folder[PATH];
static long countdown; /* of writing calls until one fails; 0 while the disk is well */
static long counted;
static int error_number, for_good, failed;
static char first_call[64 + PATH];

void disk_fails(const char *below, long nth, int error, int stays) {
    strncpy(folder, below, PATH - 1);
    countdown = nth;
    counted = 0;
    failed = 0;
    error_number = error;
    for_good = stays;
    first_call[0] = 0;
}

long disk_calls(void) { return counted; }

const char *disk_failed(void) { return failed ? first_call : ""; }

static int below(const char *path) {
    size_t n = strlen(folder);
    return n && !strncmp(path, folder, n) && (path[n] == '/' || !path[n]);
}

/* Whether this call fails. The trainer's threads may meet here: which of them fails is all one. */
static int fails(const char *call, const char *path) {
    if (!below(path)) return 0;
    counted++;
    if (!countdown) return 0;
    if (counted != countdown && !(for_good && failed)) return 0;
    if (!failed) snprintf(first_call, sizeof first_call, "%s %s", call, path + strlen(folder));
    failed = 1;
    *__errno_location() = error_number;
    return 1;
}

static int fails_at(const char *call, int where, const char *path) {
    char full[2 * PATH], start[64], base[PATH];
    ssize_t n;
    if (!folder[0]) return 0;
    if (path[0] == '/') return fails(call, path);
    if (where == HERE) snprintf(start, sizeof start, "/proc/self/cwd");
    else snprintf(start, sizeof start, "/proc/self/fd/%d", where);
    n = readlink(start, base, PATH - 1);
    if (n < 0) return 0;
    base[n] = 0;
    snprintf(full, sizeof full, "%s/%s", base, path);
    return fails(call, full);
}

static int fails_on(const char *call, int file) {
    char name[64], path[PATH];
    ssize_t n;
    if (!folder[0]) return 0;
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    n = readlink(name, path, PATH - 1);
    if (n < 0) return 0;
    path[n] = 0;
    return fails(call, path);
}

/* A full disk still opens what is there already; one that cannot be written does not. */
static int open_fails(int where, const char *path, int flags) {
    if (!(flags & (CREATE | WRITES))) return 0;
    if (error_number == NO_SPACE && (!(flags & CREATE) || !access(path, 0))) return 0;
    return fails_at("open", where, path);
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = dlsym((void *)-1, #name)
/* The third argument may be left out by who calls; on Linux it then holds what nobody reads. */
#define OPEN(name) \
    int name(const char *path, int flags, int mode) { \
        REAL(name); \
        return open_fails(HERE, path, flags) ? -1 : real(path, flags, mode); \
    }
#define OPEN_AT(name) \
    int name(int where, const char *path, int flags, int mode) { \
        REAL(name); \
        return open_fails(where, path, flags) ? -1 : real(where, path, flags, mode); \
    }
OPEN(open)
OPEN(open64)
OPEN_AT(openat)
OPEN_AT(openat64)

#define FOPEN(name) \
    void *name(const char *path, const char *mode) { \
        int flags = strchr(mode, 'w') || strchr(mode, 'a') ? CREATE | 1 : strchr(mode, '+') ? 2 : 0; \
        REAL(name); \
        return open_fails(HERE, path, flags) ? (void *)0 : real(path, mode); \
    }
FOPEN(fopen)
FOPEN(fopen64)

size_t fwrite(const void *data, size_t size, size_t count, void *file) {
    REAL(fwrite);
    return fails_on("fwrite", fileno(file)) ? 0 : real(data, size, count, file);
}

#define ON_FILE(type, name, arguments, ...) \
    type name arguments { \
        REAL(name); \
        return fails_on(#name, file) ? -1 : real(__VA_ARGS__); \
    }
ON_FILE(ssize_t, write, (int file, const void *data, size_t size), file, data, size)
ON_FILE(ssize_t, pwrite, (int file, const void *data, size_t size, off_t at), file, data, size, at)
ON_FILE(ssize_t, pwrite64, (int file, const void *data, size_t size, off_t at), file, data, size, at)
ON_FILE(ssize_t, writev, (int file, const struct iovec *data, int count), file, data, count)
ON_FILE(ssize_t, sendfile, (int file, int from, off_t *at, size_t size), file, from, at, size)
ON_FILE(ssize_t, sendfile64, (int file, int from, off_t *at, size_t size), file, from, at, size)
ON_FILE(int, fsync, (int file), file)
ON_FILE(int, fdatasync, (int file), file)
ON_FILE(int, ftruncate, (int file, off_t size), file, size)
ON_FILE(int, ftruncate64, (int file, off_t size), file, size)
ON_FILE(int, fallocate, (int file, int mode, off_t at, off_t size), file, mode, at, size)
ON_FILE(int, fallocate64, (int file, int mode, off_t at, off_t size), file, mode, at, size)

ssize_t copy_file_range(int from, off_t *at, int file, off_t *to, size_t size, unsigned flags) {
    REAL(copy_file_range);
    return fails_on("copy_file_range", file) ? -1 : real(from, at, file, to, size, flags);
}

/* Who asks a full disk for its room is told that there is none. */
#define ROOM(name) \
    int name(const char *path, unsigned long *told) { \
        REAL(name); \
        int answer = real(path, told); \
        if (failed && for_good && error_number == NO_SPACE) told[3] = told[4] = 0; \
        return answer; \
    }
ROOM(statvfs)
ROOM(statvfs64)

int mkdir(const char *path, unsigned mode) {
    REAL(mkdir);
    return fails_at("mkdir", HERE, path) ? -1 : real(path, mode);
}

int rename(const char *path, const char *to) {
    REAL(rename);
    return fails_at("rename", HERE, to) ? -1 : real(path, to);
}

int unlink(const char *path) { /* a full disk lets go of what it has */
    REAL(unlink);
    return error_number != NO_SPACE && fails_at("unlink", HERE, path) ? -1 : real(path);
}
