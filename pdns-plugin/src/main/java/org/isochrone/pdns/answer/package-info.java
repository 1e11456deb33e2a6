/** A question becomes a reply, the same one for every transport. */
@NullMarked
package org.isochrone.pdns.answer;

import org.jspecify.annotations.NullMarked;
