/** What names stand for, asked of a resolver that may hang. */
@NullMarked
package org.isochrone.probe.name;

import org.jspecify.annotations.NullMarked;
