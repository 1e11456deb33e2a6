/** Whether a build looks as if its inputs were wrong, so that the old map had better stay until people have looked. */
@NullMarked
package org.isochrone.steering.safety;

import org.jspecify.annotations.NullMarked;
