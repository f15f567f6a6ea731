package jp.shomeinavi.device

import jp.shomeinavi.device.logic.ClipboardPort
import jp.shomeinavi.device.logic.DownloadsPort
import jp.shomeinavi.device.logic.FilesPort
import jp.shomeinavi.device.logic.KeyChainPort
import jp.shomeinavi.device.logic.OutboxPort
import jp.shomeinavi.device.logic.PhonePort
import jp.shomeinavi.device.logic.PortalPort
import jp.shomeinavi.device.logic.RemindersPort
import jp.shomeinavi.device.logic.Screens
import jp.shomeinavi.device.logic.ShareSheet
import jp.shomeinavi.device.logic.Threads
import jp.shomeinavi.device.logic.WindowPort

/** Everything of the system that the plugin's logic touches. */
internal class Phone(
    val keyChain: KeyChainPort,
    val screens: Screens,
    val seen: PhonePort,
    val clipboard: ClipboardPort,
    val files: FilesPort,
    val downloads: DownloadsPort,
    val outbox: OutboxPort,
    val sheet: ShareSheet,
    val window: WindowPort,
    val portal: PortalPort,
    val reminders: RemindersPort,
    val threads: Threads,
)
