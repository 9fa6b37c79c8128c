/* Stand-ins for what time.c in uClibc and uClibc-ng needs from the rest of the library. */
#include <stdint.h>
#define attribute_hidden
#define smallint int
#define libc_hidden_def(name)
#define libc_hidden_proto(name)
#define __isdigit_char(c) ((unsigned char)((c) - '0') <= 9)
#define __UCLIBC_MUTEX_INIT(name, how) int name
#define __UCLIBC_MUTEX_EXTERN(name) extern int name
#define __UCLIBC_MUTEX_LOCK(name) ((void)0)
#define __UCLIBC_MUTEX_UNLOCK(name) ((void)0)
