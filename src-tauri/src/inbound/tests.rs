use std::error::Error;

use super::*;

fn on(arguments: &[&str]) -> Option<InboundItem> {
    let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
    on_command_line(&arguments, Path::new("/here"), true)
}

#[test]
fn a_command_line_is_one_link_or_one_file() -> Result<(), Box<dyn Error>> {
    let link = |link: &str| Some(InboundItem::Link { link: link.to_owned(), cold: true });
    let path = |path: &str| Some(InboundItem::File(PathOrUrl::Path(PathBuf::from(path))));
    assert_eq!(on(&[]), None);
    assert_eq!(on(&["--flag"]), None);
    // As it came: only the journey judges it.
    for text in ["shomei-navi://card?v=1", "SHOMEI-NAVI:x", "https://evil.test/", "javascript:alert(1)"] {
        assert_eq!(on(&[text]), link(text));
    }
    assert_eq!(on(&["file.pfx"]), path("/here/file.pfx"));
    assert_eq!(on(&["/there/a file"]), path("/there/a file"));
    assert_eq!(on(&["C:\\file.pfx"]), path("/here/C:\\file.pfx"));
    assert_eq!(on(&["file:///there/x.pfx"]), Some(InboundItem::File(PathOrUrl::Url("file:///there/x.pfx".parse()?))));
    assert_eq!(on(&["a.pfx", "b.pfx"]), Some(InboundItem::Several));
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_path_that_is_no_text_is_still_that_file() -> Result<(), Box<dyn Error>> {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join(OsStr::from_bytes(b"shift\x8f\xd8.p12"));
    std::fs::write(&path, b"x")?;
    for named in [path.as_os_str(), path.file_name().ok_or("no name")?] {
        let arguments = as_text([named.to_owned()].into_iter(), folder.path());
        // Once more, as another start hands it on.
        let arguments = as_text(arguments.into_iter().map(OsString::from), folder.path());
        let Some(InboundItem::File(file)) = on_command_line(&arguments, folder.path(), false) else {
            return Err(format!("{arguments:?}").into());
        };
        assert_eq!(file.path()?, path);
    }
    Ok(())
}

#[test]
fn several_are_several() -> Result<(), Box<dyn Error>> {
    let paths = [PathBuf::from("/a"), PathBuf::from("/b")];
    assert_eq!(dropped(&[]), None);
    assert_eq!(dropped(&paths[..1]), Some(InboundItem::File(PathOrUrl::Path(PathBuf::from("/a")))));
    assert_eq!(dropped(&paths), Some(InboundItem::Several));
    let urls = ["file:///a".parse()?, "shomei-navi://card".parse()?];
    assert_eq!(opened(&urls, false), Some(InboundItem::Several));
    assert_eq!(opened(&urls[..1], false), Some(InboundItem::File(PathOrUrl::Url("file:///a".parse()?))));
    assert_eq!(opened(&urls[1..], true), Some(InboundItem::Link { link: "shomei-navi://card".to_owned(), cold: true }));
    Ok(())
}

#[test]
fn web_hosts_come_from_the_publishers_overlay_only() -> Result<(), Box<dyn Error>> {
    let mut config: serde_json::Value = serde_json::from_str(include_str!("../../tauri.conf.json"))?;
    let hosts = |config: &serde_json::Value| -> Result<Vec<String>, Box<dyn Error>> {
        Ok(link_hosts(&serde_json::from_value(config.clone())?))
    };
    assert_eq!(hosts(&config)?, [""; 0]);
    let overlay: serde_json::Value = serde_json::from_str(include_str!("../../config/app-links.example.json"))?;
    config["plugins"]["deep-link"] = overlay["plugins"]["deep-link"].clone();
    assert_eq!(hosts(&config)?, ["links.example.org"]);
    Ok(())
}

#[test]
fn the_scheme_of_the_configuration_is_the_journeys() -> Result<(), Box<dyn Error>> {
    for text in [include_str!("../../tauri.conf.json"), include_str!("../../config/app-links.example.json")] {
        let config: serde_json::Value = serde_json::from_str(text)?;
        let links = &config["plugins"]["deep-link"];
        assert_eq!(links["mobile"][0], serde_json::json!({ "scheme": [journey::SCHEME], "appLink": false }));
    }
    let config: serde_json::Value = serde_json::from_str(include_str!("../../tauri.conf.json"))?;
    assert_eq!(config["plugins"]["deep-link"]["desktop"], serde_json::json!({ "schemes": [journey::SCHEME] }));
    Ok(())
}

#[cfg(unix)]
#[test]
fn the_copy_that_ios_made_is_known_by_either_path_and_goes() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let real = folder.path().join("private/var/Documents");
    std::fs::create_dir_all(real.join(COPIES))?;
    std::os::unix::fs::symlink(folder.path().join("private/var"), folder.path().join("var"))?;
    let copies = folder.path().join("var/Documents").join(COPIES);
    let copy = real.join(COPIES).join("a.pfx");
    std::fs::write(&copy, b"x")?;
    assert!(is_in(&copy, &copies) && is_in(&copies.join("a.pfx"), &copies));
    assert!(!is_in(&real.join("a.pfx"), &copies) && !is_in(&real.join("Elsewhere/a.pfx"), &copies));
    empty(&copies);
    assert!(!copy.exists() && copies.exists());
    Ok(())
}
