/* A power supply that fails: of the files in POWER_FOLDER, POWER_DISK holds what was flushed, and nothing else.

   Preloaded into a process, it copies a file to POWER_DISK whenever the process flushes it, and forgets it there when
   the process removes it. Killing the process and looking at POWER_DISK is then a power failure that loses every byte
   that was not flushed. Names of files are taken to be on the disk at once. One process at a time. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int kept_path(const char *path, char *kept) {
    const char *folder = getenv("POWER_FOLDER"), *disk = getenv("POWER_DISK");
    size_t length = folder ? strlen(folder) : 0;
    if (!length || !disk || strncmp(path, folder, length) || path[length] != '/') return 0;
    return snprintf(kept, PATH_MAX, "%s/%s", disk, path + length + 1) < PATH_MAX;
}

static int keep(int file) {
    char link[64], path[PATH_MAX], kept[PATH_MAX], part[PATH_MAX + 8], block[1 << 16];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t got = readlink(link, path, sizeof path - 1);
    if (got < 0) return -1;
    path[got] = 0;
    if (!kept_path(path, kept)) return 0;
    snprintf(part, sizeof part, "%s.part", kept);
    int copy = open(part, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (copy < 0) abort();
    off_t at = 0; /* read through the file's own descriptor: closing another one would drop SQLite's locks */
    while ((got = pread(file, block, sizeof block, at)) > 0) {
        if (write(copy, block, got) != got) abort();
        at += got;
    }
    if (got < 0) { close(copy); unlink(part); return 0; } /* a folder */
    close(copy);
    return rename(part, kept); /* all of it or what was there before, should the process be killed just now */
}

int fsync(int file) { return keep(file); }
int fdatasync(int file) { return keep(file); }

int unlink(const char *path) {
    static int (*real)(const char *);
    char kept[PATH_MAX];
    if (!real) real = (int (*)(const char *))dlsym(RTLD_NEXT, "unlink");
    if (kept_path(path, kept)) real(kept);
    return real(path);
}
