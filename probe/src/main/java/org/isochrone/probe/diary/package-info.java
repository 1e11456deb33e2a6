/** What befalls a peer, and how people get to know. */
@NullMarked
package org.isochrone.probe.diary;

import org.jspecify.annotations.NullMarked;
