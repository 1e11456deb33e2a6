/** Whether the endpoints of our own zones answer: by TCP, HTTP, DNS, ICMP, or as a program says. */
@NullMarked
package org.isochrone.probe.health;

import org.jspecify.annotations.NullMarked;
