/** Sockets of the Linux kernel as the JDK does not have them: in batches, with the kernel's own time stamps. */
@NullMarked
package org.isochrone.probe.linux;

import org.jspecify.annotations.NullMarked;
