"""URL names mailbox:…"""

from django.urls import path

from mailbox.web import (
    acting,
    attachments,
    compose,
    compose_files,
    compose_people,
    compose_saving,
    compose_uploads,
    folders,
    images,
    keys,
    messages,
    previews,
    rail_upkeep,
    scheduled,
    search,
    search_facets,
    search_panel,
    search_snippets,
    search_upkeep,
    upkeep,
)

app_name = "mailbox"

urlpatterns = [
    path("", folders.inbox, name="inbox"),
    path("mail/<int:folder_id>/", folders.folder, name="folder"),
    path(
        "mail/<int:folder_id>/c/<int:conversation_id>/",
        messages.conversation,
        name="conversation",
    ),
    path("mail/starred/", folders.starred, name="starred"),
    path("mail/tag/<int:tag_id>/", folders.tag, name="tag"),
    path("keys/", keys.keys, name="keys"),
    path("mail/act/", acting.act, name="act"),
    path("mail/act/undo/", acting.undo_act, name="undo_act"),
    path("mail/act/line/", acting.deed_line, name="deed_line"),
    path("mail/act/line/close/", acting.close_deed_line, name="close_deed_line"),
    path("mail/folders/", upkeep.folders_manage, name="folders_manage"),
    path("mail/folders/new/", rail_upkeep.folder_new, name="folder_new"),
    path(
        "mail/folders/<int:folder_id>/",
        rail_upkeep.folder_manage,
        name="folder_manage",
    ),
    path("mail/tags/new/", rail_upkeep.tag_new, name="tag_new"),
    path("mail/tags/<int:tag_id>/", rail_upkeep.tag_manage, name="tag_manage"),
    path("mail/tags/", upkeep.tags_manage, name="tags_manage"),
    path("search/", search.search, name="search"),
    path("search/saved/", search_upkeep.searches_manage, name="searches_manage"),
    path("search/saved/<int:search_id>/", search.search_saved, name="search_saved"),
    path("search/suggest/", search_panel.search_suggest, name="search_suggest"),
    path("search/snippets/", search_snippets.search_snippets, name="search_snippets"),
    path("search/facets/", search_facets.search_facets, name="search_facets"),
    path("search/recent/", search_panel.search_recent, name="search_recent"),
    path("m/<int:message_id>/", messages.message, name="message"),
    path("m/<int:message_id>/open/", messages.opened, name="opened"),
    path(
        "m/<int:message_id>/image/<str:token>/",
        images.remote_image,
        name="remote_image",
    ),
    path("m/<int:message_id>/images/", images.trust_images, name="trust_images"),
    path("settings/images/", images.image_senders, name="image_senders"),
    path("m/<int:message_id>/body/", attachments.body, name="body"),
    path(
        "m/<int:message_id>/part/<str:section>/",
        attachments.attachment,
        name="attachment",
    ),
    path(
        "m/<int:message_id>/part/<str:section>/view/", previews.preview, name="preview"
    ),
    path(
        "m/<int:message_id>/part/<str:section>/view/image/",
        previews.file_image,
        name="file_image",
    ),
    path(
        "m/<int:message_id>/part/<str:section>/view/content/",
        previews.file_content,
        name="file_content",
    ),
    path(
        "m/<int:message_id>/part/<str:section>/view/media/",
        previews.file_media,
        name="file_media",
    ),
    path(
        "m/<int:message_id>/part/<str:section>/view/inside/<int:number>/",
        previews.file_inside,
        name="file_inside",
    ),
    path(
        "m/<int:message_id>/files/", attachments.attachments_zip, name="attachments_zip"
    ),
    path("m/<int:message_id>/source/", attachments.source, name="source"),
    path("m/<int:message_id>/headers/", attachments.headers, name="headers"),
    path("m/<int:message_id>/raw/", attachments.raw, name="raw"),
    path("m/<int:message_id>/trace/", messages.trace, name="trace"),
    path("m/<int:message_id>/reply/", compose.reply, name="reply"),
    path("m/<int:message_id>/reply-all/", compose.reply_all, name="reply_all"),
    path("m/<int:message_id>/forward/", compose.forward, name="forward"),
    path("m/<int:message_id>/edit/", compose.edit, name="edit"),
    path("compose/", compose.compose, name="compose"),
    path("compose/people/", compose_people.people, name="compose_people"),
    path("compose/<int:draft_id>/", compose.draft, name="draft"),
    path("compose/<int:draft_id>/quote/", compose_files.quote, name="draft_quote"),
    path(
        "compose/<int:draft_id>/files/<int:file_id>/",
        compose_files.file,
        name="draft_file",
    ),
    path(
        "compose/<int:draft_id>/uploads/",
        compose_uploads.draft_uploads,
        name="draft_uploads",
    ),
    path(
        "compose/<int:draft_id>/uploads/<int:upload_id>/",
        compose_uploads.draft_upload,
        name="draft_upload",
    ),
    path("compose/<int:draft_id>/save/", compose_saving.save, name="draft_save"),
    path(
        "compose/<int:draft_id>/versions/<int:version_id>/",
        compose_saving.version,
        name="draft_version",
    ),
    path("sent/<int:envelope_id>/again/", compose.send_again, name="send_again"),
    path("mail/scheduled/", scheduled.scheduled, name="scheduled"),
    path(
        "mail/scheduled/<int:draft_id>/",
        scheduled.scheduled_letter,
        name="scheduled_letter",
    ),
    path(
        "mail/scheduled/<int:draft_id>/edit/",
        scheduled.scheduled_edit,
        name="scheduled_edit",
    ),
    path("sent/<int:envelope_id>/undo/", compose.undo_send, name="undo_send"),
]
