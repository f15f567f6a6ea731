// Compile-only stub of androidx.core.content, never part of the app.

@file:JvmName("SharedPreferencesKt")

package androidx.core.content

import android.content.SharedPreferences

inline fun SharedPreferences.edit(
    commit: Boolean = false,
    action: SharedPreferences.Editor.() -> Unit,
) {
    val editor = edit()
    action(editor)
    if (commit) editor.commit() else editor.apply()
}
