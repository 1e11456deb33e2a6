/** What maps have changed: who was moved where and why, what that was to gain, and what it gained. */
@NullMarked
package org.isochrone.steering.history;

import org.jspecify.annotations.NullMarked;
