// Compile-only stub of androidx.core.content, never part of the app.

package androidx.core.content

import android.content.SharedPreferences

fun SharedPreferences.edit(action: SharedPreferences.Editor.() -> Unit) = edit().apply(action).apply()
